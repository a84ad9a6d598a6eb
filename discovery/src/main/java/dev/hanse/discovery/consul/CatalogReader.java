// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which services are followed. The catalog names services without their meta, so each service that is not exported is looked at whenever the
 * catalog changes; one that opts in is followed by a loop of its own. Confined to the thread of the catalog's loop.
 */
final class CatalogReader implements QueryLoop.Reader<Set<String>>, AutoCloseable {

    /** Consul closes connections of one client beyond 200 ({@code http_max_conns_per_client}); every followed service holds one. */
    static final int MAX_SERVICES = 150;

    private static final Logger LOG = LoggerFactory.getLogger(CatalogReader.class);
    private static final int MAX_CATALOG = 10_000;

    private final InstanceIndex index;
    private final BiFunction<String, QueryLoop.Reader<List<ConsulInstance>>, Thread> follower;
    private final Map<String, Thread> followed = new HashMap<>();
    private boolean full;

    /** @param follower starts a thread that asks for the instances of a service until it is interrupted */
    CatalogReader(InstanceIndex index, BiFunction<String, QueryLoop.Reader<List<ConsulInstance>>, Thread> follower) {
        this.index = index;
        this.follower = follower;
    }

    @Override
    public boolean onAnswer(ConsulConnection connection, Set<String> names)
            throws ConsulException, InterruptedException {
        ReadRights.require(names);
        for (String gone :
                followed.keySet().stream().filter(name -> !names.contains(name)).toList()) {
            unfollow(gone);
            index.put(gone, List.of());
        }
        for (String name : names.stream().sorted().limit(MAX_CATALOG).toList()) {
            if (!index.contains(name)) {
                lookAt(connection, name);
            }
        }
        index.onCatalogRead();
        return true;
    }

    /** The loop of a service that opted out is ended before the look, so that its late answer cannot overwrite what is seen now. */
    private void lookAt(ConsulConnection connection, String name) throws ConsulException, InterruptedException {
        unfollow(name);
        List<ConsulInstance> exported = exported(connection.instances(name, 0).value());
        if (!exported.isEmpty() && hasRoom(name)) {
            index.put(name, exported);
            followed.put(name, follower.apply(name, (loop, instances) -> take(loop, name, instances)));
        }
    }

    /** Runs on the thread of the service's loop. */
    private boolean take(ConsulConnection connection, String name, List<ConsulInstance> instances)
            throws ConsulException, InterruptedException {
        List<ConsulInstance> exported = exported(instances);
        if (exported.isEmpty()) {
            ReadRights.require(connection.services(0).value());
        }
        index.put(name, exported);
        return true;
    }

    private boolean hasRoom(String name) {
        boolean room = followed.size() < MAX_SERVICES;
        if (!room && !full) {
            LOG.warn(
                    "consul: {} and perhaps others are not exported (expected: at most {} services)",
                    name,
                    MAX_SERVICES);
        }
        full = !room;
        return room;
    }

    private static List<ConsulInstance> exported(List<ConsulInstance> instances) {
        return instances.stream()
                .filter(ExportMeta::optsIn)
                .sorted(ConsulInstance.ORDER)
                .toList();
    }

    private void unfollow(String name) throws InterruptedException {
        Thread loop = followed.remove(name);
        if (loop != null) {
            loop.interrupt();
            loop.join();
        }
    }

    /** Ends all loops and waits for them. */
    @Override
    public void close() {
        List<Thread> loops = new ArrayList<>(followed.values());
        followed.clear();
        loops.forEach(Thread::interrupt);
        try {
            for (Thread loop : loops) {
                loop.join();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
