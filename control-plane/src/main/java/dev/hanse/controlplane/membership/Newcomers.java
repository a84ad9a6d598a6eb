// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.membership;

import dev.hanse.controlplane.audit.AuditLog;
import dev.hanse.controlplane.identity.CertificateChain;
import dev.hanse.controlplane.model.ClusterMember;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.model.TokenRecord;
import dev.hanse.controlplane.peers.Members;
import dev.hanse.controlplane.rpc.Reason;
import dev.hanse.controlplane.rpc.RefusedException;
import dev.hanse.controlplane.store.StateChange;
import dev.hanse.discovery.model.ClusterId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes gateways members that were none, and with the first one their cluster. Owned by the control loop.
 *
 * @param roll of members
 * @param tokens to join with
 * @param certificates of gateways
 * @param audit that makes decisions durable
 * @param fanOut that carries them on
 */
record Newcomers(MemberRoll roll, JoinTokens tokens, GatewayCertificates certificates, AuditLog audit, FanOut fanOut) {

    private static final int MAX_CLUSTERS = 1_024;
    private static final int MAX_GATEWAYS = 16;

    /** The first gateway of a new member. */
    Registration.Granted withCluster(String actor, Registration asked, TokenRecord token, Instant now) {
        return join(actor, asked, token, now, Optional.of(fresh(asked, token, now)));
    }

    /** One more gateway of a member. */
    Registration.Granted intoCluster(String actor, Registration asked, TokenRecord token, Instant now) {
        ClusterMember cluster = roll.require(asked.gateway().cluster());
        asked.requirePrefixesOf(cluster);
        Prefixes.requireAllowed(token.allowed(), cluster.id(), cluster.podPrefixes());
        requireRoom(asked, cluster);
        return join(actor, asked, token, now, Optional.empty());
    }

    private Registration.Granted join(
            String actor, Registration asked, TokenRecord token, Instant now, Optional<ClusterMember> fresh) {
        CertificateChain chain = certificates.issue(asked.gateway(), asked.request());
        GatewayMember gateway = GatewayMember.joined(asked.gateway(), now, chain.expiresAt());
        TokenRecord used = token.used(asked.redemption(now));
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
        certificates.put(List.of(chain.record()));
        fanOut.join(gateway, fresh);
        return new Registration.Granted(certificates.identity(asked.gateway()), chain);
    }

    private ClusterMember fresh(Registration asked, TokenRecord token, Instant now) {
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
        Prefixes.requireAllowed(token.allowed(), id, asked.podPrefixes());
        Prefixes.requireDisjoint(id, asked.podPrefixes(), members.clusters().values());
        ClusterMember cluster = new ClusterMember(
                id,
                asked.podPrefixes(),
                asked.servicePrefixes(),
                token.allowed().stated(asked.podPrefixes()),
                now);
        Prefixes.requireApart(fanOut.peers().underlay(), cluster);
        return cluster;
    }

    private void requireRoom(Registration asked, ClusterMember cluster) {
        Members members = roll.members();
        if (members.gateway(asked.gateway()).isPresent()) {
            throw new RefusedException(
                    Reason.GATEWAY_EXISTS,
                    "gateway " + asked.gateway() + " is a member already (expected: another gateway name, or a token in"
                            + " its place)");
        }
        if (members.gatewaysOf(cluster.id()).size() >= MAX_GATEWAYS) {
            throw new RefusedException(
                    Reason.QUOTA_EXCEEDED,
                    "cluster " + cluster.id() + " has " + MAX_GATEWAYS + " gateways (expected: at most so many)");
        }
    }
}
