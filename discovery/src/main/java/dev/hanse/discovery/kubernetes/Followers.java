// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import dev.hanse.discovery.model.ClusterId;
import java.util.List;
import java.util.Optional;
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
        return start(server, Optional.empty(), timings, random, kinds);
    }

    /**
     * As above, from the API server of one cluster.
     *
     * @param registered the cluster: nothing is read where the server says that it is another one; empty: any
     */
    static Followers start(
            ApiServer server,
            Optional<ClusterId> registered,
            KubernetesTimings timings,
            RandomGenerator random,
            List<? extends Followed<?>> kinds) {
        Followers followers = new Followers();
        ClusterIdentity identity = new ClusterIdentity(registered);
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
