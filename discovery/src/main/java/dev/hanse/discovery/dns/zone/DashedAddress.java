// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import dev.hanse.discovery.model.Endpoint;
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
        String label = shortest(address.getAddress()).replace(':', '-');
        return (label.startsWith("-") ? "0" : "") + label + (label.endsWith("-") ? "0" : "");
    }

    /**
     * The text of RFC 5952: the longest run of two or more zero groups, the first of equals, becomes a double colon.
     */
    private static String shortest(byte[] octets) {
        int[] groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = (octets[2 * i] & 0xff) << 8 | (octets[2 * i + 1] & 0xff);
        }
        int runAt = -1;
        int runLength = 1;
        for (int i = 0; i < 8; i++) {
            int length = zeroRun(groups, i);
            if (length > runLength) {
                runAt = i;
                runLength = length;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == runAt) {
                text.append(i == 0 ? "::" : ":");
                i += runLength - 1;
            } else {
                text.append(Integer.toHexString(groups[i])).append(i < 7 ? ":" : "");
            }
        }
        return text.toString();
    }

    private static int zeroRun(int[] groups, int from) {
        int i = from;
        while (i < groups.length && groups[i] == 0) {
            i++;
        }
        return i - from;
    }
}
