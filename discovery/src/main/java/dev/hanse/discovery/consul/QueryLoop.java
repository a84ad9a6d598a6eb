// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import dev.hanse.net.time.Backoff;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the same blocking query again and again, over a new connection after each failure. Runs on a virtual thread of its own until interrupted or
 * until its reader has had enough.
 */
final class QueryLoop<T> implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(QueryLoop.class);

    /** Reading may take this part of the time at most, so that a busy catalog does not make a busy loop. */
    private static final int REST_FOR_EACH_READ = 3;

    private final ConsulConnection.Factory connections;
    private final Query<T> query;
    private final Reader<T> reader;
    private final Outages outages;
    private final ConsulTimings timings;
    private final Backoff backoff;

    /** The question. */
    interface Query<T> {
        ConsulAnswer<T> ask(ConsulConnection connection, long index) throws ConsulException, InterruptedException;
    }

    /** Takes the answers, on the thread of the loop. */
    interface Reader<T> {

        /** @return whether to go on asking */
        boolean onAnswer(ConsulConnection connection, T value) throws ConsulException, InterruptedException;
    }

    /** Is told which loops cannot read. */
    interface Outages {

        void onFailure(Object loop, String reason);

        void onSuccess(Object loop);
    }

    QueryLoop(
            ConsulConnection.Factory connections,
            Query<T> query,
            Reader<T> reader,
            Outages outages,
            ConsulTimings timings,
            RandomGenerator random) {
        this.connections = connections;
        this.query = query;
        this.reader = reader;
        this.outages = outages;
        this.timings = timings;
        this.backoff = timings.backoff(random);
    }

    @Override
    public void run() {
        try {
            boolean goOn = true;
            while (goOn) {
                goOn = attempt();
            }
        } catch (InterruptedException _) {
            // Closed.
        } finally {
            outages.onSuccess(this);
        }
    }

    private boolean attempt() throws InterruptedException {
        try (ConsulConnection connection = connections.open()) {
            follow(connection);
            return false;
        } catch (ConsulException e) {
            outages.onFailure(this, e.reason());
        } catch (RuntimeException e) {
            LOG.error("consul: a fault of this program", e);
            outages.onFailure(this, "a fault of this program: " + e + " (please report it; the log has more)");
        }
        Thread.sleep(backoff.next());
        return true;
    }

    private void follow(ConsulConnection connection) throws ConsulException, InterruptedException {
        BlockingQuery position = new BlockingQuery();
        boolean goOn = true;
        while (goOn) {
            ConsulAnswer<T> answer = query.ask(connection, position.index());
            long read = System.nanoTime();
            goOn = reader.onAnswer(connection, answer.value());
            position.onAnswer(answer.index());
            backoff.reset();
            outages.onSuccess(this);
            rest(Duration.ofNanos(System.nanoTime() - read));
        }
    }

    private void rest(Duration reading) throws InterruptedException {
        Duration due = reading.multipliedBy(REST_FOR_EACH_READ);
        Thread.sleep(due.compareTo(timings.pace()) > 0 ? due : timings.pace());
    }
}
