// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.tun;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Queue;

/** A TUN queue in memory: what the test offers is read, what is written is kept. */
public final class FakeTunQueue implements TunQueue {

    private final Queue<byte[]> offered = new ArrayDeque<>();
    private final List<byte[]> written = new ArrayList<>();
    private Written answer = Written.TAKEN;

    /** Puts a packet with its virtio header where the next {@link #read} finds it. */
    public void offer(byte[] packet) {
        offered.add(packet.clone());
    }

    /** Packets written so far, with their virtio headers. */
    public List<byte[]> written() {
        return written;
    }

    public void answer(Written answer) {
        this.answer = answer;
    }

    public boolean ready() {
        return !offered.isEmpty();
    }

    @Override
    public int read(byte[] buffer) {
        if (buffer.length < READ_OCTETS) {
            throw new IllegalArgumentException("buffer: " + buffer.length + " octets (expected: " + READ_OCTETS + ")");
        }
        byte[] packet = offered.poll();
        if (packet == null) {
            return 0;
        }
        System.arraycopy(packet, 0, buffer, 0, packet.length);
        return packet.length;
    }

    @Override
    public Written write(byte[] buffer, int offset, int length) {
        if (answer == Written.TAKEN) {
            written.add(Arrays.copyOfRange(buffer, offset, offset + length));
        }
        return answer;
    }

    @Override
    public OptionalInt descriptor() {
        return OptionalInt.empty();
    }

    @Override
    public void onReady(Runnable handler) {
        // Tests call the path themselves.
    }
}
