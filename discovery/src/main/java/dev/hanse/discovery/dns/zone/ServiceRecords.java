// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import dev.hanse.discovery.dns.wire.RecordType;
import dev.hanse.discovery.dns.wire.WireName;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.ServicePort;
import java.util.Collection;
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

    private record Key(WireName host, int port) {}

    /** One record for each distinct host and port number; null without targets. */
    static @Nullable RrSet of(List<Target> targets, Origins origins) {
        if (targets.isEmpty()) {
            return null;
        }
        Map<Key, Target> distinct = new LinkedHashMap<>();
        targets.forEach(t -> distinct.putIfAbsent(new Key(t.host(), t.port().port()), t));
        int weight = targets.getFirst().weight();
        boolean equal = distinct.values().stream().allMatch(t -> t.weight() == weight);
        int share = Math.max(1, SHARED_WEIGHT / targets.size());
        RecordWriter writer = new RecordWriter(RecordType.SRV, Soa.TTL_SECONDS);
        distinct.values()
                .forEach(t ->
                        writer.addService(equal ? share : t.weight(), t.port().port(), t.host()));
        int @Nullable [] numbers = origins.of(distinct.values().stream()
                .<@Nullable ClusterId>map(Target::cluster)
                .toList());
        return RrSet.withTargets(writer, addresses(distinct.values()), TARGET_OFFSET, numbers);
    }

    private static Addresses[] addresses(Collection<Target> targets) {
        return targets.stream().map(Target::addresses).toArray(Addresses[]::new);
    }
}
