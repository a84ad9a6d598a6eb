// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.revocation;

import dev.hanse.controlplane.model.AuditEntry;
import dev.hanse.controlplane.model.ClusterMember;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.model.IssuedCertificate;
import dev.hanse.controlplane.model.Redemption;
import dev.hanse.controlplane.model.TokenRecord;
import dev.hanse.controlplane.store.SavedState;
import dev.hanse.controlplane.store.StateChange;
import dev.hanse.discovery.model.ClusterId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a store did not know of what was taken away, and what brings it up to that. It is empty unless the store is older
 * than the file: restored from a backup, or without the last change, which was cut off.
 *
 * @param changes of the store, in order
 * @param certificates revoked again, by serial
 * @param clusters removed again
 * @param gateways removed again, while their clusters stay
 * @param tokens used again, by id
 */
public record Replay(
        List<StateChange> changes,
        List<String> certificates,
        List<ClusterId> clusters,
        List<GatewayId> gateways,
        List<String> tokens) {

    /** Copies the lists. */
    public Replay {
        changes = List.copyOf(changes);
        certificates = List.copyOf(certificates);
        clusters = List.copyOf(clusters);
        gateways = List.copyOf(gateways);
        tokens = List.copyOf(tokens);
    }

    /** Whether the store knew everything. */
    public boolean isEmpty() {
        return certificates.isEmpty() && clusters.isEmpty() && gateways.isEmpty() && tokens.isEmpty();
    }

    /** For a person. */
    @Override
    public String toString() {
        return certificates.size() + " certificates revoked again, " + tokens.size()
                + " tokens marked as used again, gateways removed again: " + names(gateways)
                + ", clusters removed again: " + names(clusters);
    }

    private static String names(List<?> removed) {
        return removed.isEmpty()
                ? "none"
                : removed.stream().map(Object::toString).collect(Collectors.joining(", "));
    }

    static Replay of(RevocationRecords records, long known, SavedState saved, Instant now) {
        Builder replay = new Builder(saved, now);
        records.records().stream()
                .filter(each -> each.number() > known)
                .forEach(each -> replay.take(each.revocation()));
        return replay.build();
    }

    /** Compares records with a store, one after the other. */
    private static final class Builder {

        private final Map<String, IssuedCertificate> certificates;
        private final Map<String, TokenRecord> tokens;
        private final Set<ClusterId> members;
        private final Set<GatewayId> gateways;
        private final Instant now;
        private final List<StateChange> changes = new ArrayList<>();
        private final List<String> revoked = new ArrayList<>();
        private final List<ClusterId> removed = new ArrayList<>();
        private final List<GatewayId> gone = new ArrayList<>();
        private final List<String> used = new ArrayList<>();

        Builder(SavedState saved, Instant now) {
            this.certificates = saved.certificates().stream()
                    .collect(Collectors.toMap(IssuedCertificate::serial, Function.identity()));
            this.tokens = saved.tokens().stream().collect(Collectors.toMap(TokenRecord::id, Function.identity()));
            this.members = saved.clusters().stream().map(ClusterMember::id).collect(Collectors.toSet());
            this.gateways = saved.gateways().stream().map(GatewayMember::id).collect(Collectors.toSet());
            this.now = now;
        }

        void take(Revocation revocation) {
            switch (revocation) {
                case Revocation.OfCertificate(var certificate) -> revoke(certificate);
                case Revocation.OfCluster(var cluster) -> remove(cluster);
                case Revocation.OfGateway(var gateway) -> remove(gateway);
                case Revocation.OfToken(var id, var _, var usedAt) -> use(id, usedAt);
            }
        }

        private void revoke(IssuedCertificate certificate) {
            boolean known = Optional.ofNullable(certificates.get(certificate.serial()))
                    .flatMap(IssuedCertificate::revokedAt)
                    .isPresent();
            if (!known && certificate.expiresAt().isAfter(now)) {
                changes.add(new StateChange.PutCertificate(certificate));
                revoked.add(certificate.serial());
            }
        }

        private void remove(ClusterId cluster) {
            if (members.remove(cluster)) {
                changes.add(new StateChange.RemoveCluster(cluster));
                removed.add(cluster);
                gateways.removeIf(each -> each.cluster().equals(cluster));
            }
        }

        private void remove(GatewayId gateway) {
            if (gateways.remove(gateway)) {
                changes.add(new StateChange.RemoveGateway(gateway));
                gone.add(gateway);
            }
        }

        private void use(String id, Instant usedAt) {
            TokenRecord token = tokens.get(id);
            if (token != null && token.redemption().isEmpty()) {
                // By whom is not kept here: such a token repeats no answer.
                changes.add(new StateChange.PutToken(token.used(new Redemption(usedAt, "", ""))));
                used.add(id);
            }
        }

        Replay build() {
            Replay found = new Replay(changes, revoked, removed, gone, used);
            if (!found.isEmpty()) {
                changes.add(new StateChange.Audit(new AuditEntry(
                        now,
                        "control-plane",
                        "store.restored",
                        "federation.db",
                        AuditEntry.NOTICED,
                        found.toString())));
            }
            return new Replay(changes, revoked, removed, gone, used);
        }
    }
}
