// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/** The threads that follow a service each. Confined to the thread of the catalog's loop. */
final class Followers implements AutoCloseable {

    /** Consul closes connections of one client beyond 200 ({@code http_max_conns_per_client}); every followed service holds one. */
    static final int MAX_SERVICES = 150;

    private final Function<String, Thread> starter;
    private final Map<String, Thread> threads = new HashMap<>();

    /** @param starter starts a thread that asks for the instances of a service until it is interrupted */
    Followers(Function<String, Thread> starter) {
        this.starter = starter;
    }

    boolean follows(String name) {
        return threads.containsKey(name);
    }

    boolean hasRoom() {
        return threads.size() < MAX_SERVICES;
    }

    /** Begins to follow a service, unless it is followed. */
    void follow(String name) {
        threads.computeIfAbsent(name, starter);
    }

    /** Ends the thread of a service and waits for it: no late answer of it comes after this returns. */
    void unfollow(String name) throws InterruptedException {
        Thread thread = threads.remove(name);
        if (thread != null) {
            thread.interrupt();
            thread.join();
        }
    }

    /** Ends the threads of services that are not wanted any more. */
    void retain(Predicate<String> wanted) throws InterruptedException {
        for (String name : threads.keySet().stream().filter(wanted.negate()).toList()) {
            unfollow(name);
        }
    }

    /** Ends all threads and waits for them. */
    @Override
    public void close() {
        List<Thread> all = new ArrayList<>(threads.values());
        threads.clear();
        all.forEach(Thread::interrupt);
        try {
            for (Thread thread : all) {
                thread.join();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
