// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import java.util.List;

/**
 * All sessions at one moment, immutable; published to the workers by one reference write.
 *
 * @param version rises with every snapshot of one {@link SessionControl}
 * @param workers sessions by worker number
 */
public record SessionSnapshot(long version, List<WorkerSessions> workers) {

    /** Copies the list. */
    public SessionSnapshot {
        workers = List.copyOf(workers);
    }

    /** The sessions of one worker, counted from 0. */
    public WorkerSessions worker(int worker) {
        return workers.get(worker);
    }
}
