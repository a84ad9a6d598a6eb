// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import dev.hanse.discovery.dns.wire.RecordType;
import dev.hanse.discovery.model.ClusterId;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes A and AAAA records from backends; each address once (RFC 2181 section 5). Used by one thread. */
final class AddressRecords {

    private static final int AAAA_OCTETS = 28;

    private final AddressIndex index = new AddressIndex();

    /** What was asked for last: most names of a service stand for the same endpoints. */
    private Found last = new Found(List.of(), List.of(), List.of());

    /** Each address of some backends. */
    private record Found(List<Backends> backends, List<RecordBlock> ipv4, List<RecordBlock> ipv6) {

        boolean weighsAll() {
            int weight = (ipv4.isEmpty() ? ipv6 : ipv4).getFirst().weights()[0];
            return Filter.fitsAll(ipv4, each -> each.weighsAll(weight))
                    && Filter.fitsAll(ipv6, each -> each.weighsAll(weight));
        }

        int count() {
            return count(ipv4) + count(ipv6);
        }

        private static int count(List<RecordBlock> blocks) {
            int count = 0;
            for (RecordBlock each : blocks) {
                count += each.count();
            }
            return count;
        }
    }

    /** All addresses in each answer. */
    Addresses all(List<Backends> backends, RrSet.Order order, Origins origins) {
        return make(find(backends), order, false, origins, Integer.MAX_VALUE);
    }

    /** This many addresses in each answer at most. */
    Addresses some(List<Backends> backends, RrSet.Order order, Origins origins, int most) {
        return make(find(backends), order, false, origins, most);
    }

    /** This many addresses in each answer at most if their weights are equal, else one, by weight. */
    Addresses weighted(List<Backends> backends, RrSet.Order order, Origins origins, int most) {
        Found found = find(backends);
        return make(found, order, !backends.isEmpty() && !found.weighsAll(), origins, most);
    }

    /** Whether these are the same addresses as those. */
    boolean areSame(List<Backends> these, List<Backends> those) {
        if (Backends.areSame(these, those)) {
            return true;
        }
        List<Backends> both = new ArrayList<>(these);
        both.addAll(those);
        int count = find(these).count();
        return count == find(those).count() && count == find(both).count();
    }

    /** The work for one service is done. */
    void end() {
        last = new Found(List.of(), List.of(), List.of());
        index.end();
    }

    private Found find(List<Backends> backends) {
        if (!backends.equals(last.backends)) {
            last = new Found(backends, blocks(backends, RecordType.A), blocks(backends, RecordType.AAAA));
        }
        return last;
    }

    private List<RecordBlock> blocks(List<Backends> backends, int type) {
        List<RecordBlock> blocks = new ArrayList<>(backends.size());
        for (Backends each : backends) {
            each.addTo(blocks, type, index);
        }
        return blocks.size() <= 1 ? blocks : index.distinct(blocks);
    }

    /** The address of one endpoint, as {@link #all} has it. */
    static Addresses one(InetAddress address) {
        boolean ipv4 = address instanceof Inet4Address;
        int type = ipv4 ? RecordType.A : RecordType.AAAA;
        RecordWriter writer = new RecordWriter(type, Soa.TTL_SECONDS, RecordBlocks.length(type));
        RrSet one = RrSet.of(writer.addAddress(address), RrSet.Order.ROTATING);
        return ipv4 ? new Addresses(one, null) : new Addresses(null, one);
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

    private static Addresses make(Found found, RrSet.Order order, boolean weighted, Origins origins, int most) {
        int budgetOctets = found.ipv4.isEmpty() || found.ipv6.isEmpty() ? 0 : AAAA_OCTETS;
        return new Addresses(
                records(RecordType.A, found.ipv4, order, weighted, origins, budgetOctets, most),
                records(RecordType.AAAA, found.ipv6, order, weighted, origins, budgetOctets, most));
    }

    private static @Nullable RrSet records(
            int type,
            List<RecordBlock> blocks,
            RrSet.Order order,
            boolean weighted,
            Origins origins,
            int budgetOctets,
            int most) {
        if (blocks.isEmpty()) {
            return null;
        }
        List<@Nullable ClusterId> clusters = new ArrayList<>(blocks.size());
        for (RecordBlock each : blocks) {
            clusters.add(each.cluster());
        }
        return RrSet.ofAddresses(
                type, new RecordBlocks(type, blocks), order, weighted, origins.of(clusters), budgetOctets, most);
    }
}
