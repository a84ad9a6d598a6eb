// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.membership;

import dev.hanse.controlplane.identity.CertificateAuthority;
import dev.hanse.controlplane.identity.CertificateChain;
import dev.hanse.controlplane.identity.CertificateRequest;
import dev.hanse.controlplane.identity.Identity;
import dev.hanse.controlplane.identity.IssuedCertificates;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.IssuedCertificate;
import dev.hanse.controlplane.store.StateChange;
import dev.hanse.discovery.model.ClusterId;
import java.time.Instant;
import java.util.List;

/**
 * The certificates of gateways: makes them, and says which a gateway or a cluster has. Owned by the control loop.
 *
 * @param clusterSet its name
 * @param authority that makes them
 * @param issued those that were made
 */
record GatewayCertificates(String clusterSet, CertificateAuthority authority, IssuedCertificates issued) {

    Identity.OfGateway identity(GatewayId gateway) {
        return new Identity.OfGateway(clusterSet, gateway);
    }

    /** A fresh one, which counts for nobody until {@link #put}. */
    CertificateChain issue(GatewayId gateway, CertificateRequest request) {
        return authority.issue(identity(gateway), request);
    }

    /** Those of a gateway that are not revoked. */
    List<IssuedCertificate> standing(GatewayId gateway) {
        String identity = identity(gateway).uri().toString();
        return issued.standing(identity::equals);
    }

    /** Those of a cluster's gateways that are not revoked. */
    List<IssuedCertificate> standing(ClusterId cluster) {
        String begin = "spiffe://" + clusterSet + "/cluster/" + cluster + "/";
        return issued.standing(each -> each.startsWith(begin));
    }

    /** The same certificates, revoked. */
    static List<IssuedCertificate> revoked(List<IssuedCertificate> standing, Instant now) {
        return standing.stream().map(each -> each.revoked(now)).toList();
    }

    static List<StateChange> changes(List<IssuedCertificate> certificates) {
        return certificates.stream()
                .<StateChange>map(StateChange.PutCertificate::new)
                .toList();
    }

    /** From now on certificates count as they are here. */
    void put(List<IssuedCertificate> certificates) {
        certificates.forEach(issued::put);
    }
}
