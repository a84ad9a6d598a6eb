// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.vxlan;

import dev.hanse.net.linux.Errno;
import dev.hanse.net.linux.LinuxException;
import java.io.IOException;
import java.net.InetAddress;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;

/** A device that is there, or not, and stays where a test wants it to. */
final class FakeDevice implements VxlanReceiver.Device {

    boolean there;
    boolean unknown;
    boolean stays;
    int removals;
    String trouble = "";

    @Override
    public void keep(InetAddress reached, BooleanSupplier closed) throws IOException {
        if (unknown) {
            throw new LinuxException("recv", Errno.EINTR);
        }
        if (!trouble.isEmpty()) {
            throw new IOException(trouble);
        }
        if (!there && !closed.getAsBoolean()) {
            throw new IOException("not surely closed");
        }
        there = true;
    }

    @Override
    public OptionalInt port() {
        return there ? OptionalInt.of(9_484) : OptionalInt.empty();
    }

    @Override
    public void remove() throws IOException {
        removals++;
        if (stays) {
            throw new IOException("busy");
        }
        there = false;
    }
}
