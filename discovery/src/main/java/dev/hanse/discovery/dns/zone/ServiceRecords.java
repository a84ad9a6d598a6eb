// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import dev.hanse.discovery.dns.wire.RecordType;
import dev.hanse.discovery.dns.wire.WireName;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.ServicePort;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes SRV records (RFC 2782). */
final class ServiceRecords {

    /**
     * Where the target's name begins in a record: owner, type, class, TTL and length, then priority, weight and port.
     */
    private static final int TARGET_OFFSET = 18;

    /** Endpoint weights reach 1000; shares of 100 are what other servers of this zone give. */
    private static final int SHARED_WEIGHT = 100;

    private ServiceRecords() {}

    /**
     * What one SRV record says.
     *
     * @param port of the service
     * @param host the name that has the addresses
     * @param addresses of the host
     * @param weight of the endpoint
     * @param cluster that the host is in; null: several
     */
    record Target(
            ServicePort port,
            WireName host,
            Addresses addresses,
            int weight,
            @Nullable ClusterId cluster) {}

    /** In order, so that maps stay quick when hostnames were chosen to have one hash. */
    record Key(WireName host, int port) implements Comparable<Key> {

        @Override
        public int compareTo(Key other) {
            int hosts = host.compareTo(other.host);
            return hosts != 0 ? hosts : Integer.compare(port, other.port);
        }
    }

    /** One record for each distinct host and port number; null without targets. */
    static @Nullable RrSet of(List<Target> targets, Origins origins) {
        if (targets.isEmpty()) {
            return null;
        }
        List<Target> distinct = distinct(targets);
        int weight = distinct.getFirst().weight();
        boolean equal = Filter.fitsAll(distinct, t -> t.weight() == weight);
        int share = Math.max(1, SHARED_WEIGHT / targets.size());
        RecordWriter writer = new RecordWriter(RecordType.SRV, Soa.TTL_SECONDS, octets(distinct));
        Addresses[] addresses = new Addresses[distinct.size()];
        List<@Nullable ClusterId> clusters = new ArrayList<>(addresses.length);
        for (Target target : distinct) {
            writer.addService(equal ? share : target.weight(), target.port().port(), target.host());
            addresses[clusters.size()] = target.addresses();
            clusters.add(target.cluster());
        }
        return RrSet.withTargets(writer, addresses, TARGET_OFFSET, origins.of(clusters));
    }

    private static int octets(List<Target> targets) {
        int octets = 0;
        for (Target target : targets) {
            octets += TARGET_OFFSET + target.host().length();
        }
        return octets;
    }

    /** Most names have one target: without a map for each, a start is shorter. */
    private static List<Target> distinct(List<Target> targets) {
        if (targets.size() == 1) {
            return targets;
        }
        Map<Key, Target> distinct = new LinkedHashMap<>();
        for (Target target : targets) {
            distinct.putIfAbsent(new Key(target.host(), target.port().port()), target);
        }
        return List.copyOf(distinct.values());
    }
}
