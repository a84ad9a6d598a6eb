// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import dev.hanse.discovery.dns.wire.RecordType;
import dev.hanse.discovery.dns.wire.WireName;
import org.jspecify.annotations.Nullable;

/**
 * One owner name of the zone. A node without records is an empty non-terminal (RFC 4592 section 2.2.2). Immutable.
 *
 * @param name owner
 * @param addresses A and AAAA
 * @param other records of another type: SRV, TXT or NS; a name has at most one such type
 * @param apex whether this is the name of the zone, which has the SOA record too
 * @param panic whether this belongs to a service whose clusters are all unreachable
 */
public record Node(
        WireName name, Addresses addresses, @Nullable RrSet other, boolean apex, boolean panic) {

    /** A name that only has names below. */
    static Node empty(WireName name) {
        return new Node(name, Addresses.NONE, null, false, false);
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

    /** Whether there are no records at all. */
    public boolean isEmpty() {
        return !apex && other == null && addresses.ipv4() == null && addresses.ipv6() == null;
    }
}
