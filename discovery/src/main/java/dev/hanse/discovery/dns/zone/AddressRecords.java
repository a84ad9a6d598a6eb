// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import dev.hanse.discovery.dns.wire.RecordType;
import dev.hanse.discovery.model.ClusterId;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
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
        return make(shares(backends), order, false, origins, Integer.MAX_VALUE);
    }

    /** This many addresses in each answer at most. */
    static Addresses some(List<Backend> backends, RrSet.Order order, Origins origins, int most) {
        return make(shares(backends), order, false, origins, most);
    }

    /** This many addresses in each answer at most if their weights are equal, else one, by weight. */
    static Addresses weighted(List<Backend> backends, RrSet.Order order, Origins origins, int most) {
        Collection<Share> shares = shares(backends);
        boolean equal = shares.size() == 1
                || shares.stream().mapToInt(Share::weight).distinct().count() <= 1;
        return make(shares, order, !equal, origins, most);
    }

    /** Addresses that stand for all endpoints of a service: all of them in each answer. */
    static Addresses own(List<InetAddress> ips) {
        return new Addresses(
                own(RecordType.A, Filter.of(ips, Inet4Address.class::isInstance)),
                own(RecordType.AAAA, Filter.of(ips, ip -> !(ip instanceof Inet4Address))));
    }

    private static @Nullable RrSet own(int type, List<InetAddress> ips) {
        if (ips.isEmpty()) {
            return null;
        }
        RecordWriter writer = new RecordWriter(type, Soa.TTL_SECONDS);
        ips.forEach(writer::addAddress);
        return RrSet.of(writer, RrSet.Order.ROTATING);
    }

    /** Most names have one backend: without a map for each, a start is shorter. */
    private static Collection<Share> shares(List<Backend> backends) {
        if (backends.size() == 1) {
            return List.of(share(backends.getFirst()));
        }
        Map<InetAddress, Share> shares = new LinkedHashMap<>();
        backends.forEach(b -> shares.merge(b.endpoint().address(), share(b), Share::or));
        return shares.values();
    }

    private static Share share(Backend backend) {
        return new Share(backend.endpoint().address(), backend.endpoint().weight(), backend.cluster());
    }

    private static Addresses make(
            Collection<Share> shares, RrSet.Order order, boolean weighted, Origins origins, int most) {
        List<Share> ipv4 = new ArrayList<>(shares.size());
        List<Share> ipv6 = new ArrayList<>();
        for (Share share : shares) {
            (share.address() instanceof Inet4Address ? ipv4 : ipv6).add(share);
        }
        int budgetOctets = ipv4.isEmpty() || ipv6.isEmpty() ? 0 : AAAA_OCTETS;
        return new Addresses(
                records(RecordType.A, ipv4, order, weighted, origins, budgetOctets, most),
                records(RecordType.AAAA, ipv6, order, weighted, origins, budgetOctets, most));
    }

    private static @Nullable RrSet records(
            int type,
            List<Share> shares,
            RrSet.Order order,
            boolean weighted,
            Origins origins,
            int budgetOctets,
            int most) {
        if (shares.isEmpty()) {
            return null;
        }
        RecordWriter writer = new RecordWriter(type, Soa.TTL_SECONDS);
        List<@Nullable ClusterId> clusters = new ArrayList<>(shares.size());
        for (Share share : shares) {
            writer.addAddress(share.address());
            clusters.add(share.cluster());
        }
        int @Nullable [] sums = weighted ? runningSums(shares) : null;
        return new RrSet(
                type,
                writer.records(),
                writer.ends(),
                order,
                sums,
                null,
                0,
                origins.of(clusters),
                budgetOctets,
                Math.min(most, shares.size()));
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
