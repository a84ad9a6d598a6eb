// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.forward;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** DNS servers that can be told to ask another one about a zone. */
public enum Forwarder {
    /** CoreDNS, also that of a Kubernetes cluster. */
    COREDNS,
    /** NodeLocal DNSCache, {@code node-local-dns} on each node of a Kubernetes cluster. */
    NODELOCAL,
    /** kube-dns. */
    KUBE_DNS,
    /** systemd-resolved. */
    SYSTEMD_RESOLVED,
    /** Unbound. */
    UNBOUND,
    /** BIND, {@code named}. */
    BIND,
    /** dnsmasq. */
    DNSMASQ,
    /** A Consul agent. */
    CONSUL;

    /** The name as it is typed: {@code systemd-resolved}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Reads a name.
     *
     * @throws IllegalArgumentException if there is no such server; the message lists all
     */
    public static Forwarder parse(String text) {
        List<Forwarder> all = List.of(values());
        return all.stream().filter(f -> f.text().equals(text)).findFirst().orElseThrow(() -> {
            String names = Arrays.stream(values()).map(Forwarder::text).collect(Collectors.joining(", "));
            return new IllegalArgumentException("DNS server: \"" + text + "\" (expected: " + names + ")");
        });
    }
}
