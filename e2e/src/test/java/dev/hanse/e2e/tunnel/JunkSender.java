// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.tunnel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Random;

/** Floods a UDP port with datagrams that look like frames: {@code main(address, port, count)}. Half have the type and length of a real frame. */
public final class JunkSender {

    private static final int[] LENGTHS = {148, 92, 64, 32, 1472};

    private JunkSender() {}

    /** Sends and ends. */
    public static void main(String[] args) throws IOException {
        InetSocketAddress target = new InetSocketAddress(InetAddress.ofLiteral(args[0]), Integer.parseInt(args[1]));
        Random random = new Random(1);
        try (DatagramChannel channel = DatagramChannel.open()) {
            for (int i = 0; i < Integer.parseInt(args[2]); i++) {
                channel.send(ByteBuffer.wrap(junk(random)), target);
            }
        }
        System.out.println("sent");
    }

    private static byte[] junk(Random random) {
        boolean shaped = random.nextBoolean();
        byte[] junk = new byte[shaped ? LENGTHS[random.nextInt(LENGTHS.length)] : random.nextInt(1472)];
        random.nextBytes(junk);
        if (shaped) {
            junk[0] = (byte) (1 + random.nextInt(4));
            junk[1] = 0;
            junk[2] = 0;
            junk[3] = 0;
        }
        return junk;
    }
}
