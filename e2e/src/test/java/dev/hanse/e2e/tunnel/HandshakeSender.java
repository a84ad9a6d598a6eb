// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.tunnel;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.hanse.tunnel.crypto.Blake2s;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;

/**
 * Floods an endpoint with handshake initiations that anybody can make who knows its public key: {@code main(address, port, public key, frames a
 * second, seconds)}; SIGTERM ends it sooner. Their mac1 is right (docs/protocol/tunnel.md), so that only cookies and limits stand between them and the expensive part.
 * Prints what came back.
 */
public final class HandshakeSender {

    private static final int INITIATION_OCTETS = 148;
    private static final int MAC1 = 116;
    private static final int MAC2 = 132;
    private static final int SLICES = 100;

    private final DatagramChannel channel;
    private final InetSocketAddress target;
    private final byte[] macKey;
    private final Random random = new Random(1);
    private final int[] answers = new int[5];
    private volatile boolean ended;

    private HandshakeSender(DatagramChannel channel, InetSocketAddress target, byte[] publicKey) {
        this.channel = channel;
        this.target = target;
        macKey = Blake2s.hash("mac1----".getBytes(US_ASCII), publicKey);
    }

    /** Sends and ends. */
    public static void main(String[] args) throws IOException, InterruptedException {
        InetSocketAddress target = new InetSocketAddress(InetAddress.ofLiteral(args[0]), Integer.parseInt(args[1]));
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.configureBlocking(false);
            HandshakeSender sender =
                    new HandshakeSender(channel, target, Base64.getDecoder().decode(args[2]));
            sender.run(Integer.parseInt(args[3]), Integer.parseInt(args[4]));
        }
    }

    private void run(int perSecond, int seconds) throws IOException, InterruptedException {
        endAtSignal();
        for (int slice = 0; slice < seconds * SLICES && !ended; slice++) {
            for (int i = 0; i < perSecond / SLICES; i++) {
                channel.send(ByteBuffer.wrap(initiation()), target);
            }
            takeAnswers();
            Thread.sleep(1000 / SLICES);
        }
        System.out.println("responses " + answers[2] + ", cookies " + answers[3] + ", done");
    }

    /** What came back is printed then, too. */
    private void endAtSignal() {
        Thread sending = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            ended = true;
            try {
                sending.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    private byte[] initiation() {
        byte[] frame = new byte[INITIATION_OCTETS];
        random.nextBytes(frame);
        Arrays.fill(frame, 0, 4, (byte) 0);
        frame[0] = 1;
        frame[1] = (byte) random.nextInt(2);
        byte[] mac = Blake2s.mac(macKey, frame, MAC1);
        System.arraycopy(mac, 0, frame, MAC1, mac.length);
        Arrays.fill(frame, MAC2, INITIATION_OCTETS, (byte) 0);
        return frame;
    }

    private void takeAnswers() throws IOException {
        ByteBuffer answer = ByteBuffer.allocate(INITIATION_OCTETS);
        while (channel.receive(answer) != null) {
            int type = answer.position() > 0 ? answer.get(0) : 0;
            if (type > 0 && type < answers.length) {
                answers[type]++;
            }
            answer.clear();
        }
    }
}
