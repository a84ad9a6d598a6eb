// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.address;

import java.net.Inet4Address;
import java.net.InetAddress;

/** The one text of an address that everybody accepts (RFC 5952). The JDK writes each zero of IPv6. */
public final class IpText {

    private IpText() {}

    /** {@code 192.0.2.1}, {@code 2001:db8::1}. */
    public static String of(InetAddress address) {
        return address instanceof Inet4Address ? address.getHostAddress() : shortest(address.getAddress());
    }

    /** The longest run of two or more zero groups, the first of equals, becomes a double colon. */
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
