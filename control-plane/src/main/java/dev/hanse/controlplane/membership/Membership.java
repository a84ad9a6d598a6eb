// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.membership;

import dev.hanse.controlplane.audit.AuditLog;
import dev.hanse.controlplane.identity.CertificateAuthority;
import dev.hanse.controlplane.identity.CertificateChain;
import dev.hanse.controlplane.identity.CertificateRequest;
import dev.hanse.controlplane.identity.Identity;
import dev.hanse.controlplane.identity.Revocations;
import dev.hanse.controlplane.live.LiveFederation;
import dev.hanse.controlplane.live.LiveStreams;
import dev.hanse.controlplane.model.ClusterMember;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.model.IssuedCertificate;
import dev.hanse.controlplane.model.TokenRecord;
import dev.hanse.controlplane.peers.Members;
import dev.hanse.controlplane.peers.PathReports;
import dev.hanse.controlplane.rpc.Reason;
import dev.hanse.controlplane.rpc.RefusedException;
import dev.hanse.controlplane.store.FederationStore;
import dev.hanse.controlplane.store.StateChange;
import dev.hanse.discovery.model.ClusterId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Decides who is a member. Each decision is made durable as a whole before it takes effect; what is refused changes
 * nothing.
 *
 * <p>Owned by the control loop.
 */
final class Membership {

    private static final int MAX_CLUSTERS = 1_024;
    private static final int MAX_GATEWAYS = 16;

    private final String clusterSet;
    private final Members members;
    private final JoinTokens tokens;
    private final CertificateAuthority authority;
    private final Revocations revocations;
    private final LiveFederation federation;
    private final LiveStreams streams;
    private final PathReports paths;
    private final FederationStore store;
    private final AuditLog audit;
    private final InstantSource clock;

    Membership(RegistryParts parts, AuditLog audit) {
        this.clusterSet = parts.clusterSet();
        this.members = parts.members();
        this.tokens = parts.tokens();
        this.authority = parts.authority();
        this.revocations = parts.revocations();
        this.federation = parts.federation();
        this.streams = parts.streams();
        this.paths = parts.paths();
        this.store = parts.store();
        this.clock = parts.clock();
        this.audit = audit;
    }

    JoinTokens.Fresh createToken(String actor, ClusterId cluster, boolean additional, Duration life) {
        if (additional) {
            requireMember(cluster);
        } else {
            requireNoMember(cluster);
        }
        JoinTokens.Fresh fresh = tokens.make(cluster, additional, life, clock.instant());
        store.commit(List.of(
                new StateChange.PutToken(fresh.token()),
                audit.granted(
                        actor,
                        "token.create",
                        cluster.value(),
                        "token " + fresh.token().id())));
        tokens.put(fresh.token());
        return fresh;
    }

    Registration.Granted register(String actor, Registration asked) {
        Instant now = clock.instant();
        TokenRecord token = tokens.require(asked.secret(), asked.gateway().cluster(), now);
        ClusterMember cluster = token.additionalGateway() ? existing(asked) : fresh(asked, now);
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
        Identity.OfGateway identity = new Identity.OfGateway(clusterSet, asked.gateway());
        CertificateChain chain = authority.issue(identity, asked.request());
        GatewayMember gateway = GatewayMember.joined(asked.gateway(), now, chain.expiresAt());
        TokenRecord used = token.used(now);
        List<StateChange> changes = new ArrayList<>();
        if (!token.additionalGateway()) {
            changes.add(new StateChange.PutCluster(cluster));
        }
        changes.add(new StateChange.PutGateway(gateway));
        changes.add(new StateChange.PutCertificate(chain.record()));
        changes.add(new StateChange.PutToken(used));
        changes.add(audit.granted(
                actor,
                "cluster.register",
                asked.gateway().toString(),
                "token " + token.id() + ", certificate " + chain.record().serial()));
        store.commit(changes);
        admit(cluster, gateway, chain, used);
        return new Registration.Granted(identity, chain);
    }

    private void admit(ClusterMember cluster, GatewayMember gateway, CertificateChain chain, TokenRecord used) {
        tokens.put(used);
        members.put(chain.record());
        if (!used.additionalGateway()) {
            members.put(cluster);
            federation.addCluster(cluster);
        }
        members.put(gateway);
        federation.addGateway(gateway);
    }

    private ClusterMember fresh(Registration asked, Instant now) {
        ClusterId id = asked.gateway().cluster();
        requireNoMember(id);
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
        ClusterMember cluster = requireMember(asked.gateway().cluster());
        if (!asked.podPrefixes().isEmpty()
                && !new HashSet<>(asked.podPrefixes()).equals(new HashSet<>(cluster.podPrefixes()))) {
            throw RefusedException.field(
                    "pod_prefixes",
                    asked.podPrefixes() + " (expected: none, or those that cluster " + cluster.id()
                            + " was registered with: " + cluster.podPrefixes() + ")");
        }
        return cluster;
    }

    CertificateChain renew(Identity.OfGateway identity, CertificateRequest request) {
        GatewayMember gateway = members.gateway(identity.gateway())
                .orElseThrow(() -> new RefusedException(
                        Reason.IDENTITY_REVOKED,
                        "gateway " + identity.gateway() + " is no member any more; join again with a token"));
        CertificateChain chain = authority.issue(identity, request);
        GatewayMember renewed = gateway.renewed(chain.expiresAt());
        String actor = identity.uri().toString();
        store.commit(List.of(
                new StateChange.PutGateway(renewed),
                new StateChange.PutCertificate(chain.record()),
                audit.granted(
                        actor,
                        "certificate.renew",
                        identity.gateway().toString(),
                        "certificate " + chain.record().serial() + " until " + chain.expiresAt())));
        members.put(renewed);
        members.put(chain.record());
        return chain;
    }

    void remove(String actor, ClusterId id) {
        requireMember(id);
        List<IssuedCertificate> revoked = certificatesOf(id);
        List<StateChange> changes = new ArrayList<>(List.of(new StateChange.RemoveCluster(id)));
        revoked.forEach(each -> changes.add(new StateChange.PutCertificate(each)));
        changes.add(audit.granted(actor, "cluster.remove", id.value(), revoked.size() + " certificates revoked"));
        store.commit(changes);
        revoked.forEach(members::put);
        revoked.forEach(each -> revocations.revoke(each.serial()));
        members.remove(id);
        tokens.removeAll(id);
        paths.removeAll(id);
        streams.endAll(
                id,
                new RefusedException(
                        Reason.IDENTITY_REVOKED, "cluster " + id + " was removed; join again with a token"));
        federation.removeCluster(id);
    }

    private List<IssuedCertificate> certificatesOf(ClusterId id) {
        Instant now = clock.instant();
        String path = "spiffe://" + clusterSet + "/cluster/" + id + "/";
        return members.certificates().stream()
                .filter(each -> each.identity().startsWith(path))
                .filter(each -> each.revokedAt().isEmpty())
                .map(each -> each.revoked(now))
                .toList();
    }

    private ClusterMember requireMember(ClusterId id) {
        return members.cluster(id)
                .orElseThrow(() -> new RefusedException(
                        Reason.CLUSTER_UNKNOWN, "cluster " + id + " is no member of " + clusterSet));
    }

    private void requireNoMember(ClusterId id) {
        if (members.cluster(id).isPresent()) {
            throw new RefusedException(
                    Reason.CLUSTER_EXISTS,
                    "cluster " + id + " is a member already (expected: another id, or a token for one more gateway)");
        }
    }
}
