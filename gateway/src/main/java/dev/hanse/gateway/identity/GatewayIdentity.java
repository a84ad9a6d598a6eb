// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.identity;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.DnsLabel;
import java.security.cert.X509Certificate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who a gateway is: {@code spiffe://<cluster set>/cluster/<id>/gateway/<name>} (SPIFFE-ID, in a URI SAN).
 *
 * @param clusterSet the trust domain
 * @param cluster the cluster
 * @param gateway the gateway's name
 */
public record GatewayIdentity(String clusterSet, ClusterId cluster, String gateway) {

    private static final Pattern FORM = Pattern.compile("spiffe://([^/]+)/cluster/([^/]+)/gateway/([^/]+)");

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
        Matcher matcher = FORM.matcher(uri);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "identity: \"" + uri + "\" (expected: spiffe://<cluster set>/cluster/<id>/gateway/<name>)");
        }
        return new GatewayIdentity(matcher.group(1), new ClusterId(matcher.group(2)), matcher.group(3));
    }

    /** The SPIFFE id. */
    @Override
    public String toString() {
        return "spiffe://" + clusterSet + "/cluster/" + cluster + "/gateway/" + gateway;
    }
}
