// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import dev.hanse.net.time.Backoff;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the same blocking query again and again, over a new connection after each failure. Runs on a virtual thread of its own until
 * interrupted.
 */
public final class QueryLoop<C extends ConsulRequests, T> implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(QueryLoop.class);

    /** Reading may take this part of the time at most, so that a busy catalog does not make a busy loop. */
    private static final int REST_FOR_EACH_READ = 3;

    private final ConsulRequests.Factory<? extends C> connections;
    private final Query<? super C, T> query;
    private final Reader<? super C, T> reader;
    private final ConsulTimings timings;
    private final Backoff backoff;

    /** The question. */
    public interface Query<C, T> {
        ConsulAnswer<T> ask(C connection, long index) throws ConsulException, InterruptedException;
    }

    /** Takes the answers, on the thread of the loop. */
    public interface Reader<C, T> {

        /** A connection was opened; the first answer comes over it next. */
        void onConnect(C connection) throws ConsulException, InterruptedException;

        void onAnswer(C connection, ConsulAnswer<T> answer) throws ConsulException, InterruptedException;

        /** No answer came, or one that could not be taken; the loop asks again after a while. */
        void onFailure(ConsulException failure);
    }

    /**
     * A loop that does not run yet.
     *
     * @param random spreads attempts after failures
     */
    public QueryLoop(
            ConsulRequests.Factory<? extends C> connections,
            Query<? super C, T> query,
            Reader<? super C, T> reader,
            ConsulTimings timings,
            RandomGenerator random) {
        this.connections = connections;
        this.query = query;
        this.reader = reader;
        this.timings = timings;
        this.backoff = timings.backoff(random);
    }

    @Override
    public void run() {
        try {
            while (true) {
                reader.onFailure(follow());
                Thread.sleep(backoff.next());
            }
        } catch (InterruptedException _) {
            // Closed.
        }
    }

    /** Returns what ended it. */
    private ConsulException follow() throws InterruptedException {
        try (C connection = connections.open()) {
            reader.onConnect(connection);
            BlockingQuery position = new BlockingQuery();
            while (true) {
                ask(connection, position);
            }
        } catch (ConsulException e) {
            return e;
        } catch (RuntimeException e) {
            LOG.error("consul: a fault of this program", e);
            return new ConsulException("a fault of this program: " + e + " (please report it; the log has more)", e);
        }
    }

    private void ask(C connection, BlockingQuery position) throws ConsulException, InterruptedException {
        ConsulAnswer<T> answer = query.ask(connection, position.index());
        long read = System.nanoTime();
        reader.onAnswer(connection, answer);
        position.onAnswer(answer.index());
        backoff.reset();
        rest(Duration.ofNanos(System.nanoTime() - read));
    }

    private void rest(Duration reading) throws InterruptedException {
        Duration due = reading.multipliedBy(REST_FOR_EACH_READ);
        Thread.sleep(due.compareTo(timings.pace()) > 0 ? due : timings.pace());
    }
}
