// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.address;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Comparator;

/** An order of addresses. Maps by it stay quick when IPv6 addresses were chosen to have one hash, as the JDK's adds up four words. */
public final class AddressOrder {

    /** IPv4 before IPv6, each by its octets; agrees with equality, but for scopes. */
    public static final Comparator<InetAddress> BY_OCTETS = Comparator.comparingInt(
                    (InetAddress address) -> address.getAddress().length)
            .thenComparing(InetAddress::getAddress, Arrays::compareUnsigned);

    private AddressOrder() {}
}
