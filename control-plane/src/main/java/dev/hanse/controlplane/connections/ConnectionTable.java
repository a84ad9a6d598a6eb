// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.connections;

import dev.hanse.net.time.NanoClock;
import java.time.Duration;
import java.util.Optional;

/**
 * Decides which connections there are. Who comes without a certificate competes with those of its own network first, then
 * with the network that has most of them, and is never in the way of members. What makes room is the oldest, but no one
 * whose handshake may still be under way: else newcomers would end each other's for ever. Thread-safe.
 *
 * @param <C> a connection, by identity
 */
final class ConnectionTable<C> {

    /** A handshake takes milliseconds; this long it may take while all gateways come back at once. */
    private static final Duration GRACE = Duration.ofSeconds(3);

    private final ConnectionLimits limits;
    private final NanoClock nanoClock;
    private final ConnectionGroups<C> unproven = new ConnectionGroups<>();
    private final ConnectionGroups<C> members = new ConnectionGroups<>();

    ConnectionTable(ConnectionLimits limits, NanoClock nanoClock) {
        this.limits = limits;
        this.nanoClock = nanoClock;
    }

    /**
     * What becomes of a connection.
     *
     * @param admitted whether it stays
     * @param inPlaceOf the one that has to go for it
     */
    record Admission<C>(boolean admitted, Optional<C> inPlaceOf) {}

    /** A connection is new. */
    synchronized Admission<C> admit(C connection, String network) {
        Admission<C> admission = judge(network);
        admission.inPlaceOf().ifPresent(unproven::remove);
        if (admission.admitted()) {
            unproven.add(network, connection, nanoClock.nanoTime());
        }
        return admission;
    }

    private Admission<C> judge(String network) {
        int own = unproven.size(network);
        if (own >= limits.unprovenOfNetwork()) {
            return inPlaceOfOldest(network, false);
        }
        if (unproven.size() < limits.unproven()) {
            return new Admission<>(true, Optional.empty());
        }
        String fullest = unproven.fullest();
        return inPlaceOfOldest(fullest, unproven.size(fullest) > own + 1);
    }

    private Admission<C> inPlaceOfOldest(String network, boolean evenYoung) {
        boolean goes = evenYoung || nanoClock.nanoTime() - unproven.oldestTime(network) >= GRACE.toNanos();
        return goes
                ? new Admission<>(true, Optional.of(unproven.oldest(network)))
                : new Admission<>(false, Optional.empty());
    }

    /**
     * A connection has shown the certificate of a member or an operator.
     *
     * @return the one that has to go for it, which may be itself; a connection that is gone already needs no room
     */
    synchronized Optional<C> prove(C connection, String identity) {
        if (!unproven.remove(connection)) {
            return Optional.empty();
        }
        members.add(identity, connection, nanoClock.nanoTime());
        if (members.size(identity) > limits.ofIdentity()) {
            return removed(members.oldest(identity));
        }
        if (members.size() > limits.members()) {
            String fullest = members.fullest();
            return removed(members.size(fullest) > 1 ? members.oldest(fullest) : connection);
        }
        return Optional.empty();
    }

    private Optional<C> removed(C connection) {
        members.remove(connection);
        return Optional.of(connection);
    }

    /** A connection is gone. */
    synchronized void remove(C connection) {
        if (!unproven.remove(connection)) {
            members.remove(connection);
        }
    }

    synchronized int unproven() {
        return unproven.size();
    }

    synchronized int members() {
        return members.size();
    }
}
