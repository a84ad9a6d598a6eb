// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.dnssec;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Record;

/**
 * The records of one name and type as they are signed: lower-case names without compression, in canonical order (RFC
 * 4034 section 6). Two answers with the same records in another order are the same set. Immutable.
 */
public final class CanonicalSet {

    private final byte[] owner;
    private final int type;
    private final int ttlSeconds;
    private final List<byte[]> contents;

    /**
     * With these records.
     *
     * @param owner name in wire form, lower case
     * @param contents RDATA of each record, names in it in lower case and without compression; not written to any more
     */
    public CanonicalSet(byte[] owner, int type, int ttlSeconds, List<byte[]> contents) {
        this.owner = owner;
        this.type = type;
        this.ttlSeconds = ttlSeconds;
        List<byte[]> sorted = new ArrayList<>(contents);
        sorted.sort(Arrays::compareUnsigned);
        this.contents = Collections.unmodifiableList(sorted);
    }

    /** Record type. */
    public int type() {
        return type;
    }

    /** Time to live of each record. */
    public int ttlSeconds() {
        return ttlSeconds;
    }

    /** RDATA of each record in canonical order; not to be written to. */
    public List<byte[]> contents() {
        return contents;
    }

    /** SHA-256 over all of it: what a signature is found by. */
    byte[] digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(owner);
            number(digest, type);
            number(digest, ttlSeconds >>> 16);
            number(digest, ttlSeconds);
            for (byte[] content : contents) {
                number(digest, content.length);
                digest.update(content);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void number(MessageDigest digest, int value) {
        digest.update((byte) (value >>> 8));
        digest.update((byte) value);
    }

    /** The same as dnsjava has it. */
    RRset toRrset() throws IOException {
        Name name = new Name(owner);
        RRset set = new RRset();
        for (byte[] content : contents) {
            set.addRR(Record.newRecord(name, type, DClass.IN, ttlSeconds, content));
        }
        return set;
    }
}
