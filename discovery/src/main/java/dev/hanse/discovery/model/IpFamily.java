// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.model;

import java.net.Inet4Address;
import java.net.InetAddress;

/** The version of IP that an address belongs to. */
public enum IpFamily {
    IPV4,
    IPV6;

    /** The family of an address. */
    public static IpFamily of(InetAddress address) {
        return address instanceof Inet4Address ? IPV4 : IPV6;
    }
}
