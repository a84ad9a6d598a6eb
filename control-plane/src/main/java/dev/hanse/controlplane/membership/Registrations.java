// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.membership;

import dev.hanse.controlplane.audit.AuditLog;
import dev.hanse.controlplane.identity.CertificateAuthority;
import dev.hanse.controlplane.identity.CertificateChain;
import dev.hanse.controlplane.identity.Identity;
import dev.hanse.controlplane.identity.IssuedCertificates;
import dev.hanse.controlplane.model.ClusterMember;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.model.TokenRecord;
import dev.hanse.controlplane.peers.Members;
import dev.hanse.controlplane.rpc.Reason;
import dev.hanse.controlplane.rpc.RefusedException;
import dev.hanse.controlplane.store.StateChange;
import dev.hanse.discovery.model.ClusterId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Takes in gateways that show a token, and with the first one their cluster. Owned by the control loop. */
final class Registrations {

    private static final int MAX_CLUSTERS = 1_024;
    private static final int MAX_GATEWAYS = 16;

    private final MemberRoll roll;
    private final JoinTokens tokens;
    private final CertificateAuthority authority;
    private final IssuedCertificates certificates;
    private final AuditLog audit;
    private final FanOut fanOut;
    private final InstantSource clock;

    Registrations(
            MemberRoll roll,
            JoinTokens tokens,
            CertificateAuthority authority,
            IssuedCertificates certificates,
            AuditLog audit,
            FanOut fanOut,
            InstantSource clock) {
        this.roll = roll;
        this.tokens = tokens;
        this.authority = authority;
        this.certificates = certificates;
        this.audit = audit;
        this.fanOut = fanOut;
        this.clock = clock;
    }

    Registration.Granted register(String actor, Registration asked) {
        Instant now = clock.instant();
        TokenRecord token = tokens.require(asked.secret(), asked.gateway().cluster(), now);
        ClusterMember cluster = token.additionalGateway() ? existing(asked) : fresh(asked, now);
        requireRoom(asked, cluster);
        Identity.OfGateway identity = new Identity.OfGateway(roll.clusterSet(), asked.gateway());
        CertificateChain chain = authority.issue(identity, asked.request());
        GatewayMember gateway = GatewayMember.joined(asked.gateway(), now, chain.expiresAt());
        TokenRecord used = token.used(now);
        Optional<ClusterMember> fresh = token.additionalGateway() ? Optional.empty() : Optional.of(cluster);
        List<StateChange> changes = new ArrayList<>();
        fresh.ifPresent(each -> changes.add(new StateChange.PutCluster(each)));
        changes.add(new StateChange.PutGateway(gateway));
        changes.add(new StateChange.PutCertificate(chain.record()));
        changes.add(new StateChange.PutToken(used));
        audit.granted(
                actor,
                "cluster.register",
                asked.gateway().toString(),
                "token " + token.id() + ", certificate " + chain.record().serial(),
                changes);
        tokens.put(used);
        certificates.put(chain.record());
        fanOut.join(gateway, fresh);
        return new Registration.Granted(identity, chain);
    }

    private ClusterMember fresh(Registration asked, Instant now) {
        ClusterId id = asked.gateway().cluster();
        roll.requireNone(id);
        Members members = roll.members();
        if (members.clusters().size() >= MAX_CLUSTERS) {
            throw new RefusedException(
                    Reason.QUOTA_EXCEEDED, MAX_CLUSTERS + " clusters are members (expected: at most so many)");
        }
        if (asked.podPrefixes().isEmpty()) {
            throw RefusedException.field("pod_prefixes", "empty (expected: 1 to 64 prefixes of the cluster)");
        }
        Prefixes.requireDisjoint(id, asked.podPrefixes(), members.clusters().values());
        return new ClusterMember(id, asked.podPrefixes(), asked.servicePrefixes(), now);
    }

    private ClusterMember existing(Registration asked) {
        ClusterMember cluster = roll.require(asked.gateway().cluster());
        if (!asked.podPrefixes().isEmpty()
                && !new HashSet<>(asked.podPrefixes()).equals(new HashSet<>(cluster.podPrefixes()))) {
            throw RefusedException.field(
                    "pod_prefixes",
                    asked.podPrefixes() + " (expected: none, or those that cluster " + cluster.id()
                            + " was registered with: " + cluster.podPrefixes() + ")");
        }
        return cluster;
    }

    private void requireRoom(Registration asked, ClusterMember cluster) {
        Members members = roll.members();
        if (members.gateway(asked.gateway()).isPresent()) {
            throw new RefusedException(
                    Reason.GATEWAY_EXISTS,
                    "gateway " + asked.gateway() + " is a member already (expected: another gateway name)");
        }
        if (members.gatewaysOf(cluster.id()).size() >= MAX_GATEWAYS) {
            throw new RefusedException(
                    Reason.QUOTA_EXCEEDED,
                    "cluster " + cluster.id() + " has " + MAX_GATEWAYS + " gateways (expected: at most so many)");
        }
    }
}
