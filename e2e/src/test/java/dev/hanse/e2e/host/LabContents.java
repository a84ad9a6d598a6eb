// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.host;

import java.util.ArrayList;
import java.util.List;

/** What a lab has to remove at its end: each is taken once, the newest first, by whichever thread ends the lab. Thread-safe. */
final class LabContents {

    private final List<TestProcess> processes = new ArrayList<>();
    private final List<Runnable> endings = new ArrayList<>();
    private final List<String> namespaces = new ArrayList<>();
    private boolean ended;

    /** Refuses whatever is added from now on. */
    synchronized void refuseMore() {
        ended = true;
    }

    /**
     * Takes a process that has begun.
     *
     * @throws IllegalStateException where the lab has ended; the process has ended then, too
     */
    void add(TestProcess process) {
        if (!tryAdd(process)) {
            process.kill();
            throw new IllegalStateException("the lab has ended");
        }
    }

    private synchronized boolean tryAdd(TestProcess process) {
        return !ended && processes.add(process);
    }

    /** @throws IllegalStateException where the lab has ended */
    synchronized void add(Runnable ending) {
        checkOpen();
        endings.add(ending);
    }

    /** @throws IllegalStateException where the lab has such a namespace, or has ended */
    synchronized void add(String namespace) {
        checkOpen();
        if (namespaces.contains(namespace)) {
            throw new IllegalStateException("the lab has a host or network " + namespace + " already");
        }
        namespaces.add(namespace);
    }

    private void checkOpen() {
        if (ended) {
            throw new IllegalStateException("the lab has ended");
        }
    }

    synchronized List<TestProcess> takeProcesses() {
        return take(processes);
    }

    synchronized List<Runnable> takeEndings() {
        return take(endings);
    }

    synchronized List<String> takeNamespaces() {
        return take(namespaces);
    }

    private static <T> List<T> take(List<T> all) {
        List<T> taken = List.copyOf(all.reversed());
        all.clear();
        return taken;
    }
}
