// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.membership;

import dev.hanse.controlplane.identity.CertificateAuthority;
import dev.hanse.controlplane.identity.Revocations;
import dev.hanse.controlplane.live.LiveFederation;
import dev.hanse.controlplane.live.LiveStreams;
import dev.hanse.controlplane.peers.Members;
import dev.hanse.controlplane.peers.PathReports;
import dev.hanse.controlplane.store.FederationStore;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/**
 * What the registry works with.
 *
 * @param clusterSet its name
 * @param addresses of the control plane, known once it serves, for tokens
 * @param members of the cluster set
 * @param tokens to join with
 * @param authority that certifies gateways
 * @param revocations that calls are checked against
 * @param federation that members take part in
 * @param streams that end with a membership
 * @param paths that end with a membership
 * @param store that makes decisions durable
 * @param clock for tokens and certificates
 */
public record RegistryParts(
        String clusterSet,
        Supplier<List<String>> addresses,
        Members members,
        JoinTokens tokens,
        CertificateAuthority authority,
        Revocations revocations,
        LiveFederation federation,
        LiveStreams streams,
        PathReports paths,
        FederationStore store,
        InstantSource clock) {}
