// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.testing;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Ports for programs that take no port 0. Those that the kernel hands out may be another's by the time the program binds them: every connection takes one
 * of the same range. These lie below that range.
 */
public final class FreePorts {

    private static final int FIRST = 20_000;
    private static final int BEYOND = 32_000;

    private FreePorts() {}

    /** One that is free on loopback for UDP and TCP. */
    public static int one() {
        return block(1);
    }

    /** The first of as many as these that follow each other. */
    public static int block(int count) {
        while (true) {
            int first = ThreadLocalRandom.current().nextInt(FIRST, BEYOND - count);
            if (IntStream.range(first, first + count).allMatch(FreePorts::isFree)) {
                return first;
            }
        }
    }

    private static boolean isFree(int port) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try (DatagramSocket _ = new DatagramSocket(address);
                ServerSocket tcp = new ServerSocket()) {
            tcp.bind(address);
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
