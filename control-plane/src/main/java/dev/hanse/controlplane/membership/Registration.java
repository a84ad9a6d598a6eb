// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.membership;

import dev.hanse.controlplane.identity.CertificateChain;
import dev.hanse.controlplane.identity.CertificateRequest;
import dev.hanse.controlplane.identity.Identity;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.net.address.IpPrefix;
import java.util.List;

/**
 * A well-formed request to become a member.
 *
 * @param secret of the token
 * @param gateway that joins
 * @param request for its certificate
 * @param podPrefixes of its cluster; may be empty for one more gateway
 * @param servicePrefixes of its cluster
 */
record Registration(
        byte[] secret,
        GatewayId gateway,
        CertificateRequest request,
        List<IpPrefix> podPrefixes,
        List<IpPrefix> servicePrefixes) {

    /** Names the gateway only. */
    @Override
    public String toString() {
        return gateway.toString();
    }

    /** What a request got. */
    record Granted(Identity.OfGateway identity, CertificateChain chain) {}
}
