// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.tunnel;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Many small flows to a {@link FlowEcho}: {@code main(address, flows of each kind, seconds)}. Each UDP flow sends every 10 ms, each TCP connection asks again 10 ms after each answer. Prints at the
 * end what was lost, and the longest time that each flow went without an answer, in milliseconds.
 */
public final class FlowLoad {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    /** What happens before counts only as lost. */
    private static final long WARM_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);

    private static final int GRACE_MILLIS = 3_000;

    private FlowLoad() {}

    /**
     * What became of one flow.
     *
     * @param lost requests without an answer; of TCP: 1 where the connection broke
     * @param longestNanos without an answer
     */
    private record Outcome(long lost, long longestNanos) {}

    /** As the class says. */
    public static void main(String[] args) throws InterruptedException, ExecutionException {
        InetAddress address = InetAddress.ofLiteral(args[0]);
        int flows = Integer.parseInt(args[1]);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Integer.parseInt(args[2]));
        try (ExecutorService threads =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory())) {
            List<Future<Outcome>> udp = start(threads, flows, () -> datagrams(address, end));
            List<Future<Outcome>> tcp = start(threads, flows, () -> connection(address, end));
            System.out.println("flows");
            print("udp", udp);
            print("tcp", tcp);
        }
    }

    private static List<Future<Outcome>> start(ExecutorService threads, int flows, Callable<Outcome> flow) {
        List<Future<Outcome>> all = new ArrayList<>();
        for (int i = 0; i < flows; i++) {
            all.add(threads.submit(flow));
        }
        return all;
    }

    private static void print(String kind, List<Future<Outcome>> flows)
            throws InterruptedException, ExecutionException {
        long lost = 0;
        List<Long> longest = new ArrayList<>();
        for (Future<Outcome> flow : flows) {
            lost += flow.get().lost();
            longest.add(flow.get().longestNanos() / 1_000_000);
        }
        System.out.printf("%s lost=%d longest=%s%n", kind, lost, longest);
    }

    private static Outcome datagrams(InetAddress address, long end) throws IOException, InterruptedException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(address, FlowEcho.PORT);
            socket.setSoTimeout(GRACE_MILLIS);
            long[] sent = new long[1];
            Thread sender = Thread.ofPlatform().daemon().start(() -> sent[0] = send(socket, end));
            long answers = 0;
            long longest = 0;
            long last = System.nanoTime();
            long warm = last + WARM_UP_NANOS;
            try {
                DatagramPacket packet = new DatagramPacket(new byte[8], 8);
                while (sender.isAlive() || answers < sent[0]) {
                    socket.receive(packet);
                    long now = System.nanoTime();
                    longest = now < warm ? 0 : Math.max(longest, now - last);
                    last = now;
                    answers++;
                }
            } catch (SocketTimeoutException _) {
                longest = Math.max(longest, end - last);
            }
            sender.join();
            return new Outcome(sent[0] - answers, longest);
        }
    }

    private static long send(DatagramSocket socket, long end) {
        long sent = 0;
        while (System.nanoTime() < end) {
            try {
                byte[] content = ByteBuffer.allocate(8).putLong(sent++).array();
                socket.send(new DatagramPacket(content, 8));
                pause();
            } catch (IOException | InterruptedException _) {
                // Counts as lost.
            }
        }
        return sent;
    }

    private static Outcome connection(InetAddress address, long end) throws InterruptedException {
        long longest = 0;
        long warm = System.nanoTime() + WARM_UP_NANOS;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, FlowEcho.PORT));
            socket.setTcpNoDelay(true);
            while (System.nanoTime() < end) {
                long asked = System.nanoTime();
                FlowEcho.ask(socket);
                long now = System.nanoTime();
                longest = now < warm ? 0 : Math.max(longest, now - asked);
                pause();
            }
            return new Outcome(0, longest);
        } catch (IOException e) {
            System.out.println("connection: " + e);
            return new Outcome(1, longest);
        }
    }

    private static void pause() throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(PAUSE_NANOS);
    }
}
