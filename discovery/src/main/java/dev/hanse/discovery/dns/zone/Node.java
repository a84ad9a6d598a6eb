// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import dev.hanse.discovery.dns.wire.RecordType;
import dev.hanse.discovery.dns.wire.WireName;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One owner name of the zone. A node without records is an empty non-terminal (RFC 4592 section 2.2.2). Immutable.
 *
 * <p>The name and, where there is only one, the A record lie in one array: most questions are answered from two places
 * in memory that the processor does not have at hand.
 */
public final class Node {

    /** The number where answers are counted by response code only. */
    public static final int NO_ORIGIN = -1;

    private final int hash;
    private final int nameLength;
    private final byte[] packed;
    private final Addresses addresses;
    private final @Nullable RrSet other;
    private final boolean apex;
    private final boolean panic;
    private final int origin;

    /**
     * With everything there is.
     *
     * @param name owner
     * @param addresses A and AAAA
     * @param other records of another type: SRV, TXT or NS; a name has at most one such type
     * @param apex whether this is the name of the zone, which has the SOA record too
     * @param panic whether this belongs to a service whose clusters are all unreachable
     * @param origin number under which answers are counted where a record set has none of its own, or {@link #NO_ORIGIN}
     */
    Node(WireName name, Addresses addresses, @Nullable RrSet other, boolean apex, boolean panic, int origin) {
        this.hash = name.nameHash();
        this.nameLength = name.length();
        this.packed = pack(name, addresses.ipv4());
        this.addresses = addresses;
        this.other = other;
        this.apex = apex;
        this.panic = panic;
        this.origin = origin;
    }

    private static byte[] pack(WireName name, @Nullable RrSet ipv4) {
        if (ipv4 == null || ipv4.count() != 1) {
            return name.octets();
        }
        byte[] packed = Arrays.copyOf(name.octets(), name.length() + ipv4.octets());
        ipv4.copy(0, 1, packed, name.length());
        return packed;
    }

    /** A name that only has names below. */
    static Node empty(WireName name) {
        return new Node(name, Addresses.NONE, null, false, false, NO_ORIGIN);
    }

    /** Whether this is the node of the folded name that {@code folded} begins with. */
    boolean matches(byte[] folded, int length, int nameHash) {
        return hash == nameHash && nameLength == length && Arrays.equals(packed, 0, length, folded, 0, length);
    }

    /** Whether both have the same owner. */
    boolean hasSameName(Node node) {
        return matches(node.packed, node.nameLength, node.hash);
    }

    /** Loads what most answers need of this node; the value means nothing. */
    public int touch() {
        return packed[0] + packed[packed.length - 1];
    }

    int nameHash() {
        return hash;
    }

    /** A and AAAA. */
    Addresses addresses() {
        return addresses;
    }

    /** The octets that hold the only A record from {@link #onlyIpv4At} to the end; not to be written to. */
    public byte[] packed() {
        return packed;
    }

    /** Where the only A record begins in {@link #packed}; the end of the array if there is none, or more than one. */
    public int onlyIpv4At() {
        return nameLength;
    }

    /** The records of this type, SOA excepted; null: none. */
    public @Nullable RrSet records(int type) {
        if (type == RecordType.A) {
            return addresses.ipv4();
        }
        if (type == RecordType.AAAA) {
            return addresses.ipv6();
        }
        return other != null && other.type() == type ? other : null;
    }

    /** The types of all records but SOA. */
    public int[] types() {
        return Stream.of(addresses.ipv4(), addresses.ipv6(), other)
                .filter(Objects::nonNull)
                .mapToInt(RrSet::type)
                .toArray();
    }

    /** Whether this is the name of the zone. */
    public boolean apex() {
        return apex;
    }

    /** Whether this belongs to a service whose clusters are all unreachable. */
    public boolean panic() {
        return panic;
    }

    /** Number under which answers are counted, from 0, or {@link #NO_ORIGIN}; see {@link RrSet#origin}. */
    public int origin() {
        return origin;
    }

    /** Whether there are no records at all. */
    public boolean isEmpty() {
        return !apex && other == null && addresses.ipv4() == null && addresses.ipv6() == null;
    }
}
