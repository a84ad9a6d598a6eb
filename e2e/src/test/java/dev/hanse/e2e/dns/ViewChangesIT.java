// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Protects answers while the view changes 50 times a second under full load. */
class ViewChangesIT {
    private static final long QUERIES = 1_000_000;
    private static final int CHANGES = 200;
    private static final long PERIOD_NANOS = Duration.ofMillis(20).toNanos();
    private static final int OTHER_SERVICES = 1_000;

    /** The last version that a client may see, and the last that it must see. */
    private volatile int asked = 1;

    private volatile int published = 1;
    private volatile boolean ended;

    @Test
    @Timeout(180)
    void answersAMillionQueriesFromTheViewBeforeOrAfterEachChange() throws Exception {
        try (ViewProcess server = ViewProcess.start("127.0.0.1", "east")) {
            server.publish(1, others() + NumberedView.lines(1));
            CompletableFuture<Void> changes = CompletableFuture.runAsync(() -> change(server));
            long answered;
            try {
                answered = new ClosedLoop(new InetSocketAddress("127.0.0.1", server.port()), new Asking()).run();
            } finally {
                ended = true;
                changes.join();
            }
            assertThat(answered).isGreaterThanOrEqualTo(QUERIES);
            System.out.println(answered + " answers during " + published + " changes");
        }
    }

    private static String others() {
        return IntStream.range(0, OTHER_SERVICES)
                .mapToObj(i ->
                        "service other/s%1$d cluster-set-ip http/tcp/80\nendpoints other/s%1$d east 10.99.%2$d.%3$d\n"
                                .formatted(i, i / 250, i % 250))
                .collect(Collectors.joining());
    }

    private void change(ViewProcess server) {
        long next = System.nanoTime();
        try {
            for (int version = 2; !ended; version++) {
                asked = version;
                server.publish(version, NumberedView.lines(version));
                published = version;
                next = Math.max(next + PERIOD_NANOS, System.nanoTime());
                while (System.nanoTime() < next) {
                    LockSupport.parkNanos(next - System.nanoTime());
                }
            }
        } catch (IOException e) {
            throw new AssertionError("the view server stopped listening", e);
        }
    }

    private final class Asking implements ClosedLoop.Dialogue {
        private final NumberedView view = new NumberedView();
        private final int[] earliest = new int[ClosedLoop.WINDOW];
        private int before;

        @Override
        public boolean goesOn(long count) {
            return count < QUERIES || published < CHANGES;
        }

        @Override
        public byte[] query(long number) {
            earliest[(int) (number % ClosedLoop.WINDOW)] = published;
            return view.query(number);
        }

        @Override
        public void answer(long number, byte[] octets, int length) throws IOException {
            int version = view.version(number, octets, length);
            assertThat(version).isBetween(earliest[(int) (number % ClosedLoop.WINDOW)], asked);
            assertThat(version)
                    .as("no answer is of an older view than the one before it")
                    .isGreaterThanOrEqualTo(before);
            before = version;
        }
    }
}
