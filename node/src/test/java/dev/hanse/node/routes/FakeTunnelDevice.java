// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.routes;

import dev.hanse.net.linux.Errno;
import dev.hanse.net.linux.LinuxException;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A device that is made and taken away as it is told. */
public final class FakeTunnelDevice implements TunnelDevice {

    static final int INDEX = 17;

    Optional<Integer> port = Optional.empty();
    List<Underlay> under = List.of();
    boolean refuses;
    boolean silent;

    @Override
    public int keep(int wanted, Collection<Underlay> links) throws IOException {
        if (silent) {
            throw new LinuxException("recv(netlink)", Errno.EBUSY);
        }
        if (refuses) {
            throw new IOException("UDP port " + wanted + " is another device's");
        }
        port = Optional.of(wanted);
        under = List.copyOf(links);
        return INDEX;
    }

    @Override
    public int ofGateway(int wanted) throws IOException {
        return port.filter(each -> each == wanted)
                .map(_ -> INDEX)
                .orElseThrow(() -> new IOException("the gateway has no device"));
    }

    @Override
    public boolean isThere() {
        return port.isPresent();
    }

    @Override
    public void remove() {
        port = Optional.empty();
    }
}
