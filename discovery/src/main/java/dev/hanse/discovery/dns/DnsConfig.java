// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns;

import dev.hanse.discovery.model.DnsLabel;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * Configuration of the DNS responder.
 *
 * @param listen where UDP and TCP are answered; one or more, port 0 takes a free port that both share
 * @param zone the zone of the cluster set without a trailing dot, lower case, at most {@link #MAX_ZONE_OCTETS} octets
 * @param workers UDP threads for each address, 1 to {@link #MAX_WORKERS}
 * @param identity what NSID (RFC 5001) and {@code id.server} (RFC 4892) tell, at most 63 printable ASCII characters;
 *     empty: nothing
 * @param clusterQualifiedNames whether {@code cluster.service.namespace.svc.zone} has addresses too; not part of
 *     KEP-1645
 */
public record DnsConfig(
        List<InetSocketAddress> listen,
        String zone,
        int workers,
        String identity,
        boolean clusterQualifiedNames,
        int responsesPerSecond,
        Optional<DnsTls> tls) {

    /** The zone that KEP-1645 prescribes. */
    public static final String DEFAULT_ZONE = "clusterset.local";

    /** Leaves room for endpoint, cluster, service and namespace within the 255 octets of a name. */
    public static final int MAX_ZONE_OCTETS = 120;

    /** Largest number of UDP threads for each address. */
    public static final int MAX_WORKERS = 64;

    /** Copies the list and checks every value. */
    public DnsConfig {
        listen = List.copyOf(listen);
        if (listen.isEmpty()) {
            throw new IllegalArgumentException("dns listen: no address (expected: at least one, as 0.0.0.0:53)");
        }
        listen.forEach(DnsConfig::requireResolved);
        requireZone(zone);
        if (workers < 1 || workers > MAX_WORKERS) {
            throw new IllegalArgumentException("dns workers: " + workers + " (expected: 1 to " + MAX_WORKERS + ")");
        }
        if (identity.length() > 63 || !identity.chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
            throw new IllegalArgumentException(
                    "dns identity: \"" + identity + "\" (expected: at most 63 printable ASCII characters)");
        }
        if (responsesPerSecond < 0) {
            throw new IllegalArgumentException(
                    "dns responses per second: " + responsesPerSecond + " (expected: 0 for no limit, or more)");
        }
    }

    /** One worker for each address, no identity, names as KEP-1645 has them, no limit. */
    public static DnsConfig of(List<InetSocketAddress> listen, String zone) {
        return new DnsConfig(listen, zone, 1, "", false, 0, Optional.empty());
    }

    /** The same with this number of UDP threads for each address. */
    public DnsConfig withWorkers(int count) {
        return new DnsConfig(listen, zone, count, identity, clusterQualifiedNames, responsesPerSecond, tls);
    }

    /** The same with this identity. */
    public DnsConfig withIdentity(String text) {
        return new DnsConfig(listen, zone, workers, text, clusterQualifiedNames, responsesPerSecond, tls);
    }

    /** The same with or without cluster-qualified names. */
    public DnsConfig withClusterQualifiedNames(boolean answered) {
        return new DnsConfig(listen, zone, workers, identity, answered, responsesPerSecond, tls);
    }

    /** The same with this limit for client networks. */
    public DnsConfig withResponsesPerSecond(int limit) {
        return new DnsConfig(listen, zone, workers, identity, clusterQualifiedNames, limit, tls);
    }

    /** The same with DNS over TLS. */
    public DnsConfig withTls(DnsTls settings) {
        return new DnsConfig(
                listen, zone, workers, identity, clusterQualifiedNames, responsesPerSecond, Optional.of(settings));
    }

    private static void requireResolved(InetSocketAddress address) {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException(
                    "dns listen: \"" + address.getHostString() + "\" (expected: an IP address, not a name)");
        }
    }

    private static void requireZone(String zone) {
        if (zone.isEmpty() || zone.length() > MAX_ZONE_OCTETS) {
            throw new IllegalArgumentException(
                    "dns zone: \"" + zone + "\" (expected: 1 to " + MAX_ZONE_OCTETS + " octets, no trailing dot)");
        }
        for (String label : zone.split("\\.", -1)) {
            DnsLabel.require("dns zone label", label);
        }
    }
}
