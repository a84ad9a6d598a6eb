// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.hostile;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * Asks a thousand questions a second, whether those before were answered or not, so that an answerer that halts is seen
 * as long as it halts. Each has one right answer: the one address that it was added with.
 */
final class DnsLoad {

    private static final int PER_SECOND = 1_000;
    private static final long NANOS = 1_000_000_000 / PER_SECOND;

    /** After so many further questions, two seconds, one without an answer counts as lost. */
    private static final int LOST_AFTER = 2 * PER_SECOND;

    private static final int IDS = 1 << 16;
    private static final int HEADER = 12;
    private static final int TO_ADDRESS = 12;

    private final InetSocketAddress server;
    private final Samples.Writer samples;
    private final List<Question> questions = new ArrayList<>();
    private final AtomicLongArray sent = new AtomicLongArray(IDS);
    private final DatagramSocket socket;

    private record Question(byte[] query, byte[] address) {}

    DnsLoad(InetSocketAddress server, Samples.Writer samples) throws IOException {
        this.server = server;
        this.samples = samples;
        this.socket = new DatagramSocket();
        socket.setReceiveBufferSize(1 << 20);
        socket.connect(server);
    }

    void add(String name, InetAddress address) throws IOException {
        byte[] query = Message.newQuery(Record.newRecord(Name.fromString(name + "."), Type.A, DClass.IN))
                .toWire();
        questions.add(new Question(query, address.getAddress()));
    }

    /** Asks and listens, each on a thread of its own. */
    void start() {
        Thread.ofPlatform().name("answers").start(this::receive);
        Thread.ofPlatform().name("questions").start(this::ask);
    }

    private void ask() {
        long begun = System.nanoTime();
        for (long count = 0; ; count++) {
            // What a busy machine has kept back is asked then, as users would.
            awaitTime(begun + count * NANOS);
            int id = (int) (count % IDS);
            forget((id + IDS - LOST_AFTER) % IDS);
            Question question = questions.get(id % questions.size());
            byte[] query = question.query.clone();
            query[0] = (byte) (id >> 8);
            query[1] = (byte) id;
            sent.set(id, System.nanoTime());
            send(query);
        }
    }

    private static void awaitTime(long time) {
        for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private void send(byte[] query) {
        try {
            socket.send(new DatagramPacket(query, query.length));
        } catch (IOException e) {
            // As a lost datagram: it is counted when its answer does not come.
            System.out.println("no question was sent to " + server + ": " + e);
        }
    }

    private void forget(int id) {
        if (sent.getAndSet(id, 0) != 0) {
            System.out.println("a question was lost");
            samples.add(Samples.Kind.DNS, System.currentTimeMillis() - LOST_AFTER, Samples.NEVER.toNanos());
        }
    }

    private void receive() {
        DatagramPacket packet = new DatagramPacket(new byte[4_096], 4_096);
        while (true) {
            try {
                socket.receive(packet);
                answered(packet.getData(), packet.getLength());
            } catch (IOException e) {
                System.out.println("no answer from " + server + ": " + e);
            }
        }
    }

    private void answered(byte[] answer, int length) {
        long now = System.nanoTime();
        int id = (answer[0] & 0xff) << 8 | answer[1] & 0xff;
        long began = sent.getAndSet(id, 0);
        if (began != 0) {
            long nanos = now - began;
            boolean right = isRight(questions.get(id % questions.size()), answer, length);
            samples.add(
                    Samples.Kind.DNS,
                    System.currentTimeMillis() - nanos / 1_000_000,
                    right ? nanos : Samples.NEVER.toNanos());
        }
    }

    /** RFC 1035 section 4: behind the header and the question stands one A record, whose name is a pointer. */
    private static boolean isRight(Question question, byte[] answer, int length) {
        int address = question.query.length + TO_ADDRESS;
        boolean right = length >= address + 4
                && (answer[3] & 0xf) == 0
                && answer[7] == 1
                && Arrays.equals(answer, address, address + 4, question.address, 0, 4);
        if (!right) {
            System.out.println("a wrong answer: " + Arrays.toString(Arrays.copyOfRange(answer, HEADER, length)));
        }
        return right;
    }
}
