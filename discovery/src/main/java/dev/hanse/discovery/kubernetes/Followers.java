// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;

/** Keeps kinds up to date, each on a virtual thread of its own, until closed. */
public final class Followers implements AutoCloseable {

    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("hanse-kubernetes-", 0).factory());

    private Followers() {}

    /**
     * Begins to list and to watch.
     *
     * @param random spreads attempts after failures; used by several threads
     */
    public static Followers start(
            ApiServer server, KubernetesTimings timings, RandomGenerator random, List<? extends Followed<?>> kinds) {
        Followers followers = new Followers();
        ClusterIdentity identity = new ClusterIdentity();
        for (Followed<?> kind : kinds) {
            followers.threads.execute(
                    new Follower(kind, new Reading<>(kind, server, identity, timings), timings, random));
        }
        return followers;
    }

    /** Interrupts them and waits for their end. */
    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }
}
