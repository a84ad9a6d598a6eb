// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import dev.hanse.discovery.dns.wire.WireName;
import dev.hanse.net.octets.Octets;
import java.net.InetAddress;
import java.util.Arrays;

/** Collects the records of one set in wire form. */
final class RecordWriter {

    private static final int CLASS_IN = 1;
    private static final int FIXED = 12;
    private static final int[] ONE_IPV4 = {FIXED + 4};

    private final int type;
    private final int ttlSeconds;
    private byte[] octets;
    private int size;
    private int[] ends = new int[1];
    private int count;

    RecordWriter(int type, int ttlSeconds) {
        this(type, ttlSeconds, 64);
    }

    /** For records of so many octets in all; more may come. */
    RecordWriter(int type, int ttlSeconds, int octets) {
        this.type = type;
        this.ttlSeconds = ttlSeconds;
        this.octets = new byte[octets];
    }

    /** Adds a record with this content. */
    RecordWriter add(byte[] content) {
        begin(content.length);
        System.arraycopy(content, 0, octets, size, content.length);
        return end(content.length);
    }

    RecordWriter addAddress(InetAddress address) {
        return add(address.getAddress());
    }

    /** RFC 2782; the target is never compressed. */
    RecordWriter addService(int weight, int port, WireName target) {
        int length = 6 + target.length();
        begin(length);
        Octets.putInt16(octets, size, 0);
        Octets.putInt16(octets, size + 2, weight);
        Octets.putInt16(octets, size + 4, port);
        System.arraycopy(target.octets(), 0, octets, size + 6, target.length());
        return end(length);
    }

    private void begin(int contentLength) {
        if (size + FIXED + contentLength > octets.length) {
            octets = Arrays.copyOf(octets, 2 * octets.length + contentLength);
        }
        Octets.putInt16(octets, size, RrSet.OWNER_POINTER);
        Octets.putInt16(octets, size + 2, type);
        Octets.putInt16(octets, size + 4, CLASS_IN);
        Octets.putInt32(octets, size + 6, ttlSeconds);
        Octets.putInt16(octets, size + 10, contentLength);
        size += FIXED;
    }

    private RecordWriter end(int contentLength) {
        size += contentLength;
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, 4 * count);
        }
        ends[count] = size;
        count++;
        return this;
    }

    /** Records so far. */
    int count() {
        return count;
    }

    int type() {
        return type;
    }

    /** Of the last record too; nothing is added behind it. */
    byte[] records() {
        return size == octets.length ? octets : Arrays.copyOf(octets, size);
    }

    /** Most sets hold one address; those share where it ends. */
    int[] ends() {
        if (count == 1 && size == FIXED + 4) {
            return ONE_IPV4;
        }
        return Arrays.copyOf(ends, count);
    }
}
