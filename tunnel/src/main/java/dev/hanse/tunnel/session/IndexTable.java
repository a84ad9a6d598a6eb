// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Receiver indices in use at one worker: of handshakes under way and of keypairs. Random, so that they tell an observer
 * nothing. Bounded by the number of peers, four each at most.
 */
final class IndexTable {

    private final RandomGenerator random;
    private final Map<Integer, Session> sessions = new HashMap<>();

    IndexTable(RandomGenerator random) {
        this.random = random;
    }

    int allocate(Session session) {
        while (true) {
            int index = random.nextInt();
            if (sessions.putIfAbsent(index, session) == null) {
                return index;
            }
        }
    }

    void free(int index) {
        sessions.remove(index);
    }

    @Nullable
    Session find(int index) {
        return sessions.get(index);
    }

    int size() {
        return sessions.size();
    }
}
