// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import dev.hanse.discovery.model.Endpoint;
import dev.hanse.net.address.IpText;
import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * The label of an endpoint that has no hostname: its address with dashes, as the conformance suite of the MCS API and
 * CoreDNS have it.
 */
final class DashedAddress {

    private DashedAddress() {}

    /** The endpoint's hostname, else its dashed address. */
    static String label(Endpoint endpoint) {
        return endpoint.hostname().isEmpty() ? of(endpoint.address()) : endpoint.hostname();
    }

    static String of(InetAddress address) {
        if (address instanceof Inet4Address) {
            return address.getHostAddress().replace('.', '-');
        }
        String label = IpText.of(address).replace(':', '-');
        return (label.startsWith("-") ? "0" : "") + label + (label.endsWith("-") ? "0" : "");
    }
}
