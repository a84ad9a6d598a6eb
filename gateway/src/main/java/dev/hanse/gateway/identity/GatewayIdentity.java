// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.identity;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.DnsLabel;
import dev.hanse.net.identity.SpiffeId;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Who a gateway is: {@code spiffe://<cluster set>/cluster/<id>/gateway/<name>} (SPIFFE-ID, in a URI SAN).
 *
 * @param clusterSet the trust domain
 * @param cluster the cluster
 * @param gateway the gateway's name
 */
public record GatewayIdentity(String clusterSet, ClusterId cluster, String gateway) {

    /** Checks the names. */
    public GatewayIdentity {
        ControlPlaneTrust.requireTrustDomain(clusterSet);
        DnsLabel.require("gateway name", gateway);
    }

    /**
     * Reads the identity of a certificate.
     *
     * @throws IllegalArgumentException when it names no gateway
     */
    static GatewayIdentity of(X509Certificate certificate) {
        String uri = ControlPlaneTrust.spiffeId(certificate);
        SpiffeId id = SpiffeId.parse(uri)
                .filter(GatewayIdentity::isGateway)
                .orElseThrow(() -> new IllegalArgumentException(
                        "identity: \"" + uri + "\" (expected: spiffe://<cluster set>/cluster/<id>/gateway/<name>)"));
        return new GatewayIdentity(
                id.trustDomain(), new ClusterId(id.path().get(1)), id.path().get(3));
    }

    private static boolean isGateway(SpiffeId id) {
        List<String> path = id.path();
        return path.size() == 4
                && path.getFirst().equals("cluster")
                && path.get(2).equals("gateway")
                && !path.get(1).isEmpty()
                && !path.get(3).isEmpty();
    }

    /** The SPIFFE id. */
    @Override
    public String toString() {
        return SpiffeId.of(clusterSet, "cluster", cluster.value(), "gateway", gateway)
                .toString();
    }
}
