// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.tun;

import dev.hanse.net.linux.Descriptors;
import dev.hanse.net.linux.Errno;
import java.lang.foreign.MemorySegment;
import java.util.OptionalInt;

/** A descriptor of {@code /dev/net/tun}. */
final class LinuxTunQueue implements TunQueue {

    private final Descriptors descriptors = new Descriptors();
    private final int descriptor;
    private byte[] seen = new byte[0];
    private MemorySegment segment = MemorySegment.ofArray(seen);

    LinuxTunQueue(int descriptor) {
        this.descriptor = descriptor;
    }

    @Override
    public OptionalInt descriptor() {
        return OptionalInt.of(descriptor);
    }

    @Override
    public void onReady(Runnable handler) {
        // The descriptor is watched instead.
    }

    @Override
    public int read(byte[] buffer) {
        if (buffer.length < READ_OCTETS) {
            throw new IllegalArgumentException("buffer: " + buffer.length + " octets (expected: " + READ_OCTETS + ")");
        }
        // A failure is EAGAIN, EINTR, or a device that is down: in each case there is nothing to read now.
        return (int) Math.max(0, descriptors.read(descriptor, segment(buffer), READ_OCTETS));
    }

    @Override
    public Written write(byte[] buffer, int offset, int length) {
        long written =
                descriptors.write(descriptor, MemorySegment.ofArray(buffer).asSlice(offset, length), length);
        if (written >= 0) {
            return Written.TAKEN;
        }
        return written == -Errno.EAGAIN ? Written.FULL : Written.REFUSED;
    }

    private MemorySegment segment(byte[] buffer) {
        if (buffer != seen) {
            seen = buffer;
            segment = MemorySegment.ofArray(buffer);
        }
        return segment;
    }

    void close() {
        descriptors.close(descriptor);
    }
}
