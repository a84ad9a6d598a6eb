// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.golden;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Asks a DNS server for an IPv4 address (RFC 1035), so that there is something to count. */
final class DnsQuestion {

    private static final int PATIENCE_MILLIS = 2_000;
    private static final byte[] HEAD = {0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0};
    private static final byte[] TYPE_A_CLASS_IN = {0, 0, 1, 0, 1};

    private DnsQuestion() {}

    /** The number of answers. */
    static int ask(InetSocketAddress server, String name) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(HEAD);
        for (String label : name.split("\\.")) {
            message.write(label.length());
            message.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
        }
        message.writeBytes(TYPE_A_CLASS_IN);
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(server);
            socket.send(new DatagramPacket(message.toByteArray(), message.size()));
            byte[] answer = new byte[512];
            socket.receive(new DatagramPacket(answer, answer.length));
            return answer[6] << 8 | answer[7];
        }
    }
}
