// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import dev.hanse.discovery.dns.wire.RecordType;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import org.jspecify.annotations.Nullable;

/** Makes A and AAAA records from backends; each address once (RFC 2181 section 5). */
final class AddressRecords {

    private static final int AAAA_OCTETS = 28;

    private AddressRecords() {}

    /** All addresses in each answer. */
    static Addresses all(List<Backend> backends, RrSet.Order order) {
        return make(weightByAddress(backends), order, false);
    }

    /** All addresses in each answer if their weights are equal, else one, by weight. */
    static Addresses weighted(List<Backend> backends, RrSet.Order order) {
        Map<InetAddress, Integer> weights = weightByAddress(backends);
        boolean equal = weights.values().stream().distinct().count() <= 1;
        return make(weights, order, !equal);
    }

    private static Map<InetAddress, Integer> weightByAddress(List<Backend> backends) {
        Map<InetAddress, Integer> weights = new LinkedHashMap<>();
        backends.forEach(b -> weights.merge(b.endpoint().address(), b.endpoint().weight(), Math::max));
        return weights;
    }

    private static Addresses make(Map<InetAddress, Integer> weights, RrSet.Order order, boolean weighted) {
        boolean both =
                weights.keySet().stream().map(InetAddress::getClass).distinct().count() > 1;
        return new Addresses(
                records(RecordType.A, weights, order, weighted, both),
                records(RecordType.AAAA, weights, order, weighted, both));
    }

    private static @Nullable RrSet records(
            int type, Map<InetAddress, Integer> weights, RrSet.Order order, boolean weighted, boolean both) {
        RecordWriter writer = new RecordWriter(type, Soa.TTL_SECONDS);
        List<Entry<InetAddress, Integer>> ofFamily = weights.entrySet().stream()
                .filter(e -> (e.getKey() instanceof Inet4Address) == (type == RecordType.A))
                .toList();
        if (ofFamily.isEmpty()) {
            return null;
        }
        ofFamily.forEach(e -> writer.addAddress(e.getKey()));
        int @Nullable [] sums = weighted ? runningSums(ofFamily) : null;
        return new RrSet(type, writer.records(), writer.ends(), order, sums, null, 0, both ? AAAA_OCTETS : 0);
    }

    private static int @Nullable [] runningSums(List<Entry<InetAddress, Integer>> weights) {
        int[] sums = new int[weights.size()];
        int sum = 0;
        for (int i = 0; i < sums.length; i++) {
            sum += weights.get(i).getValue();
            sums[i] = sum;
        }
        return sum == 0 ? null : sums;
    }
}
