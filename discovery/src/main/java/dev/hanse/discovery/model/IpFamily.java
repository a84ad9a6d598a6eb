// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.model;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;

/** The version of IP that an address belongs to. */
public enum IpFamily {
    IPV4("IPv4"),
    IPV6("IPv6");

    private final String text;

    IpFamily(String text) {
        this.text = text;
    }

    /** As people and Kubernetes write it. */
    public String text() {
        return text;
    }

    /**
     * Copies the families of a service.
     *
     * @throws IllegalArgumentException if one stands twice
     */
    static List<IpFamily> copyOf(List<IpFamily> families) {
        List<IpFamily> copy = List.copyOf(families);
        if (copy.size() > Set.copyOf(copy).size()) {
            throw new IllegalArgumentException("ip families: " + copy + " (expected: each once)");
        }
        return copy;
    }

    /** The family of an address. */
    public static IpFamily of(InetAddress address) {
        return address instanceof Inet4Address ? IPV4 : IPV6;
    }
}
