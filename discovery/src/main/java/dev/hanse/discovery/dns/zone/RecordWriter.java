// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import dev.hanse.discovery.dns.wire.Octets;
import dev.hanse.discovery.dns.wire.WireName;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** Collects the records of one set in wire form. */
final class RecordWriter {

    private static final int CLASS_IN = 1;

    private final int type;
    private final int ttlSeconds;
    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
    private final List<Integer> ends = new ArrayList<>();

    RecordWriter(int type, int ttlSeconds) {
        this.type = type;
        this.ttlSeconds = ttlSeconds;
    }

    /** Adds a record with this content. */
    RecordWriter add(byte[] content) {
        byte[] fixed = new byte[12];
        Octets.putU16(fixed, 0, RrSet.OWNER_POINTER);
        Octets.putU16(fixed, 2, type);
        Octets.putU16(fixed, 4, CLASS_IN);
        Octets.putI32(fixed, 6, ttlSeconds);
        Octets.putU16(fixed, 10, content.length);
        octets.writeBytes(fixed);
        octets.writeBytes(content);
        ends.add(octets.size());
        return this;
    }

    RecordWriter addAddress(InetAddress address) {
        return add(address.getAddress());
    }

    /** RFC 2782; the target is never compressed. */
    RecordWriter addService(int weight, int port, WireName target) {
        byte[] content = new byte[6 + target.length()];
        Octets.putU16(content, 2, weight);
        Octets.putU16(content, 4, port);
        System.arraycopy(target.octets(), 0, content, 6, target.length());
        return add(content);
    }

    int type() {
        return type;
    }

    int count() {
        return ends.size();
    }

    byte[] records() {
        return octets.toByteArray();
    }

    int[] ends() {
        return ends.stream().mapToInt(Integer::intValue).toArray();
    }
}
