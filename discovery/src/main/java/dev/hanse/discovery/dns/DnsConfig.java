// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns;

import dev.hanse.discovery.model.DnsLabel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Configuration of the DNS responder. Messages name the key as an operator writes it.
 *
 * @param listen key {@code dns.listen}: where UDP and TCP are answered; 1 to {@link #MAX_LISTEN}, port 0 takes a free
 *     port that both share
 * @param zone key {@code dns.zone}: the zone of the cluster set without a trailing dot, lower case, at most {@link
 *     #MAX_ZONE_OCTETS} octets
 * @param workers key {@code dns.workers}: UDP threads for each address, 1 to {@link #MAX_WORKERS}
 * @param identity key {@code dns.identity}: what NSID (RFC 5001) and {@code id.server} (RFC 4892) tell, at most 63 printable ASCII characters;
 *     empty: nothing
 * @param clusterQualifiedNames key {@code dns.cluster-qualified-names}: whether {@code
 *     cluster.service.namespace.svc.zone} has addresses too; not part of KEP-1645
 * @param responsesPerSecond key {@code dns.responses-per-second}: UDP answers of one worker to one client network (IPv4
 *     /24, IPv6 /56), at most {@link #MAX_RESPONSES_PER_SECOND}; 0: no limit
 * @param addressesPerAnswer key {@code dns.addresses-per-answer}: addresses of a ClusterSetIP service in one answer, at most {@link
 *     #MAX_ADDRESSES_PER_ANSWER}; 0: all
 * @param tls key {@code dns.tls}: DNS over TLS; empty: none
 * @param signingKey key {@code dns.dnssec.key-file}: the key that signs the zone, as {@link
 *     dev.hanse.discovery.dns.dnssec.ZoneKeyFile} makes it; empty: no DNSSEC
 */
public record DnsConfig(
        List<InetSocketAddress> listen,
        String zone,
        int workers,
        String identity,
        boolean clusterQualifiedNames,
        int responsesPerSecond,
        int addressesPerAnswer,
        Optional<DnsTls> tls,
        Optional<Path> signingKey) {

    /** The zone that KEP-1645 prescribes. */
    public static final String DEFAULT_ZONE = "clusterset.local";

    /** Default of {@code dns.dnssec.key-file}, in the data directory. */
    public static final String DEFAULT_KEY_FILE = "dnssec.key";

    /** Most addresses. */
    public static final int MAX_LISTEN = 16;

    /** Leaves room for endpoint, cluster, service and namespace within the 255 octets of a name. */
    public static final int MAX_ZONE_OCTETS = 120;

    /** Largest number of UDP threads for each address. */
    public static final int MAX_WORKERS = 64;

    /** Largest limit for a client network. */
    public static final int MAX_RESPONSES_PER_SECOND = 1_000_000;

    /** Largest limit for one answer: more do not fit into any. */
    public static final int MAX_ADDRESSES_PER_ANSWER = 4_096;

    /** All IPv4 addresses of the host, port 53, and the zone that KEP-1645 prescribes. */
    public static final DnsConfig DEFAULT =
            of(List.of(new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 53)), DEFAULT_ZONE);

    /** Copies the list and checks every value. */
    public DnsConfig {
        listen = List.copyOf(listen);
        if (listen.isEmpty() || listen.size() > MAX_LISTEN) {
            throw new IllegalArgumentException(
                    "dns.listen: " + listen.size() + " addresses (expected: 1 to " + MAX_LISTEN + ", as 0.0.0.0:53)");
        }
        listen.forEach(DnsConfig::requireResolved);
        requireZone(zone);
        if (workers < 1 || workers > MAX_WORKERS) {
            throw new IllegalArgumentException("dns.workers: " + workers + " (expected: 1 to " + MAX_WORKERS + ")");
        }
        if (identity.length() > 63 || !identity.chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
            throw new IllegalArgumentException(
                    "dns.identity: \"" + identity + "\" (expected: at most 63 printable ASCII characters)");
        }
        if (responsesPerSecond < 0 || responsesPerSecond > MAX_RESPONSES_PER_SECOND) {
            throw new IllegalArgumentException("dns.responses-per-second: " + responsesPerSecond
                    + " (expected: 0 for no limit, or up to " + MAX_RESPONSES_PER_SECOND + ")");
        }
        if (addressesPerAnswer < 0 || addressesPerAnswer > MAX_ADDRESSES_PER_ANSWER) {
            throw new IllegalArgumentException("dns.addresses-per-answer: " + addressesPerAnswer
                    + " (expected: 0 for all, or up to " + MAX_ADDRESSES_PER_ANSWER + ")");
        }
    }

    /** One worker for each address, no identity, names as KEP-1645 has them, no limits. */
    public static DnsConfig of(List<InetSocketAddress> listen, String zone) {
        return new DnsConfig(listen, zone, 1, "", false, 0, 0, Optional.empty(), Optional.empty());
    }

    /** The same with this number of UDP threads for each address. */
    public DnsConfig withWorkers(int count) {
        return new DnsConfig(
                listen,
                zone,
                count,
                identity,
                clusterQualifiedNames,
                responsesPerSecond,
                addressesPerAnswer,
                tls,
                signingKey);
    }

    /** The same with this identity. */
    public DnsConfig withIdentity(String text) {
        return new DnsConfig(
                listen,
                zone,
                workers,
                text,
                clusterQualifiedNames,
                responsesPerSecond,
                addressesPerAnswer,
                tls,
                signingKey);
    }

    /** The same with or without cluster-qualified names. */
    public DnsConfig withClusterQualifiedNames(boolean answered) {
        return new DnsConfig(
                listen, zone, workers, identity, answered, responsesPerSecond, addressesPerAnswer, tls, signingKey);
    }

    /** The same with this limit for client networks. */
    public DnsConfig withResponsesPerSecond(int limit) {
        return new DnsConfig(
                listen, zone, workers, identity, clusterQualifiedNames, limit, addressesPerAnswer, tls, signingKey);
    }

    /** The same with this limit for the addresses of one answer. */
    public DnsConfig withAddressesPerAnswer(int limit) {
        return new DnsConfig(
                listen, zone, workers, identity, clusterQualifiedNames, responsesPerSecond, limit, tls, signingKey);
    }

    /** The same with DNS over TLS. */
    public DnsConfig withTls(DnsTls settings) {
        return new DnsConfig(
                listen,
                zone,
                workers,
                identity,
                clusterQualifiedNames,
                responsesPerSecond,
                addressesPerAnswer,
                Optional.of(settings),
                signingKey);
    }

    /** The same with DNSSEC by the key in this file. */
    public DnsConfig withSigningKey(Path file) {
        return new DnsConfig(
                listen,
                zone,
                workers,
                identity,
                clusterQualifiedNames,
                responsesPerSecond,
                addressesPerAnswer,
                tls,
                Optional.of(file));
    }

    private static void requireResolved(InetSocketAddress address) {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException(
                    "dns.listen: \"" + address.getHostString() + "\" (expected: an IP address, not a name)");
        }
    }

    /**
     * Returns the name if a zone may have it.
     *
     * @throws IllegalArgumentException if not
     */
    public static String requireZone(String zone) {
        if (zone.isEmpty() || zone.length() > MAX_ZONE_OCTETS) {
            throw new IllegalArgumentException(
                    "dns.zone: \"" + zone + "\" (expected: 1 to " + MAX_ZONE_OCTETS + " octets, no trailing dot)");
        }
        for (String label : zone.split("\\.", -1)) {
            DnsLabel.require("dns.zone label", label);
        }
        return zone;
    }
}
