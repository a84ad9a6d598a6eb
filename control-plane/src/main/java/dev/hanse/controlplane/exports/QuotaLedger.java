// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exports;

import dev.hanse.controlplane.model.Contribution;
import dev.hanse.controlplane.model.ExportKey;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.Refusal;
import dev.hanse.discovery.model.ServiceName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Counts what the gateways of one cluster hold, and what a change whose pieces are still arriving would make of it. An
 * item is counted here and nowhere else, whether it was read at start, staged or made real, so that no limit is checked
 * against a number of somebody else's.
 *
 * <p>Owned by the control loop. Bounded by the number of gateways and of exported services.
 */
final class QuotaLedger {

    /** Refused items without an accepted value are remembered for the exporter's status up to this many per gateway. */
    static final int MAX_REFUSED_ONLY = 1_000;

    private final ExportLimits limits;
    private final Map<GatewayId, Holdings> held = new HashMap<>();
    private final Map<GatewayId, Holdings> staged = new HashMap<>();
    private final Map<ServiceName, Integer> exporters = new HashMap<>();

    QuotaLedger(ExportLimits limits) {
        this.limits = limits;
    }

    // --- what is held ---

    /** A gateway's item is now another, or gone, or new. */
    void replace(Optional<Contribution> before, Optional<Contribution> after) {
        before.ifPresent(each -> count(held, each, -1));
        after.ifPresent(each -> count(held, each, 1));
        before.filter(QuotaLedger::isService).ifPresent(each -> countExporter(each, -1));
        after.filter(QuotaLedger::isService).ifPresent(each -> countExporter(each, 1));
    }

    private static boolean isService(Contribution contribution) {
        return !contribution.key().isSlice() && contribution.value().isPresent();
    }

    private void countExporter(Contribution contribution, int sign) {
        exporters.merge(contribution.key().service(), sign, (one, other) -> one + other == 0 ? null : one + other);
    }

    Holdings heldBy(GatewayId gateway) {
        return held.getOrDefault(gateway, Holdings.NONE);
    }

    /** How many services the cluster exports; one that several gateways export counts once. */
    int services() {
        return exporters.size();
    }

    // --- what is staged ---

    /** A gateway begins a change, from what it holds or, with a snapshot, from nothing. */
    void stage(GatewayId gateway, boolean snapshot) {
        staged.put(gateway, snapshot ? Holdings.NONE : heldBy(gateway));
    }

    /** The gateway's change was made real or given up. */
    void unstage(GatewayId gateway) {
        staged.remove(gateway);
    }

    /** In the change under way an item is now another, or gone, or new. */
    void restage(Optional<Contribution> before, Optional<Contribution> after) {
        before.ifPresent(each -> count(staged, each, -1));
        after.ifPresent(each -> count(staged, each, 1));
    }

    Holdings stagedBy(GatewayId gateway) {
        return staged.getOrDefault(gateway, Holdings.NONE);
    }

    /** Refuses an item that would be too much in the change under way. */
    Optional<Refusal> requireRoom(Optional<Contribution> before, Contribution after) {
        return hasRoom(before, after) ? Optional.empty() : Optional.of(tooMuch(after.key()));
    }

    private boolean hasRoom(Optional<Contribution> before, Contribution after) {
        Holdings current = stagedBy(after.gateway());
        Holdings without = before.map(Holdings::of).map(current::minus).orElse(current);
        return without.plus(Holdings.of(after)).within(limits);
    }

    /** Whether a refused item can keep its last accepted value: it counts already in the change under way, or may. */
    boolean canKeep(Optional<Contribution> before, Contribution kept) {
        return before.map(Holdings::of).equals(Optional.of(Holdings.of(kept))) || hasRoom(before, kept);
    }

    private Refusal tooMuch(ExportKey key) {
        return new Refusal(
                Refusal.Reason.QUOTA_EXCEEDED,
                key + " (expected: at most " + limits.services() + " services, " + limits.slices() + " slices and "
                        + limits.endpoints() + " endpoints from one gateway)");
    }

    /** Whether one more refused item without an accepted value can be remembered. */
    boolean hasRoomForRefused(GatewayId gateway) {
        return stagedBy(gateway).refusedOnly() < MAX_REFUSED_ONLY;
    }

    private static void count(Map<GatewayId, Holdings> holdings, Contribution contribution, int sign) {
        Holdings one = Holdings.of(contribution);
        holdings.compute(contribution.gateway(), (_, before) -> {
            Holdings now = before == null ? Holdings.NONE : before;
            return sign > 0 ? now.plus(one) : now.minus(one);
        });
    }
}
