// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import dev.hanse.discovery.dns.wire.RecordType;
import dev.hanse.discovery.model.ClusterId;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes A and AAAA records from backends; each address once (RFC 2181 section 5). */
final class AddressRecords {

    private static final int AAAA_OCTETS = 28;

    private AddressRecords() {}

    /** An address, its share of the answers, and where it is. */
    private record Share(InetAddress address, int weight, ClusterId cluster) {

        Share or(Share other) {
            return new Share(address, Math.max(weight, other.weight), cluster);
        }
    }

    /** All addresses in each answer. */
    static Addresses all(List<Backend> backends, RrSet.Order order, Origins origins) {
        return make(shares(backends), order, false, origins);
    }

    /** All addresses in each answer if their weights are equal, else one, by weight. */
    static Addresses weighted(List<Backend> backends, RrSet.Order order, Origins origins) {
        Collection<Share> shares = shares(backends);
        boolean equal = shares.stream().mapToInt(Share::weight).distinct().count() <= 1;
        return make(shares, order, !equal, origins);
    }

    private static Collection<Share> shares(List<Backend> backends) {
        Map<InetAddress, Share> shares = new LinkedHashMap<>();
        backends.forEach(b -> {
            InetAddress address = b.endpoint().address();
            shares.merge(address, new Share(address, b.endpoint().weight(), b.cluster()), Share::or);
        });
        return shares.values();
    }

    private static Addresses make(Collection<Share> shares, RrSet.Order order, boolean weighted, Origins origins) {
        boolean both =
                shares.stream().map(s -> s.address().getClass()).distinct().count() > 1;
        return new Addresses(
                records(RecordType.A, shares, order, weighted, origins, both),
                records(RecordType.AAAA, shares, order, weighted, origins, both));
    }

    private static @Nullable RrSet records(
            int type, Collection<Share> shares, RrSet.Order order, boolean weighted, Origins origins, boolean both) {
        List<Share> ofFamily = shares.stream()
                .filter(s -> (s.address() instanceof Inet4Address) == (type == RecordType.A))
                .toList();
        if (ofFamily.isEmpty()) {
            return null;
        }
        RecordWriter writer = new RecordWriter(type, Soa.TTL_SECONDS);
        ofFamily.forEach(s -> writer.addAddress(s.address()));
        int @Nullable [] sums = weighted ? runningSums(ofFamily) : null;
        int @Nullable [] numbers = origins.of(
                ofFamily.stream().<@Nullable ClusterId>map(Share::cluster).toList());
        return new RrSet(type, writer.records(), writer.ends(), order, sums, null, 0, numbers, both ? AAAA_OCTETS : 0);
    }

    private static int @Nullable [] runningSums(List<Share> shares) {
        int[] sums = new int[shares.size()];
        int sum = 0;
        for (int i = 0; i < sums.length; i++) {
            sum += shares.get(i).weight();
            sums[i] = sum;
        }
        return sum == 0 ? null : sums;
    }
}
