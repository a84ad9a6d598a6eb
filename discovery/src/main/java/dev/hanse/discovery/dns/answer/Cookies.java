// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.answer;

import dev.hanse.discovery.dns.wire.ClientAddress;
import dev.hanse.discovery.dns.wire.Edns;
import dev.hanse.discovery.dns.wire.SipHash;
import dev.hanse.net.octets.Octets;
import java.util.function.LongSupplier;

/**
 * Server cookies of version 1 (RFC 9018): SipHash-2-4 over client cookie, version, time and client address. They are
 * given and never required. Used by one
 * thread.
 */
final class Cookies {

    /** Octets of a whole cookie: the client's 8 and our 16. */
    static final int OCTETS = 24;

    private static final long VERSION_1 = 0x01000000L << 32;
    private static final int MAX_AGE_SECONDS = 3_600;
    private static final int MAX_SKEW_SECONDS = 300;

    private final SipHash hash;
    private final LongSupplier epochSeconds;
    private final long[] words = new long[4];

    Cookies(SipHash hash, LongSupplier epochSeconds) {
        this.hash = hash;
        this.epochSeconds = epochSeconds;
    }

    /** Writes the client's cookie and ours. */
    void write(byte[] query, Edns edns, ClientAddress client, byte[] target, int at) {
        long clientCookie = Octets.int64(query, edns.cookieAt());
        long versionAndTime = VERSION_1 | (epochSeconds.getAsLong() & 0xffff_ffffL);
        Octets.putInt64(target, at, clientCookie);
        Octets.putInt64(target, at + 8, versionAndTime);
        Octets.putInt64(target, at + 16, hash(clientCookie, versionAndTime, client));
    }

    /** Whether the query brings a cookie that we have given this client, and it is still good (section 4.3). */
    boolean isOurs(byte[] query, Edns edns, ClientAddress client) {
        if (edns.cookieLength() != OCTETS) {
            return false;
        }
        long versionAndTime = Octets.int64(query, edns.cookieAt() + 8);
        int age = (int) epochSeconds.getAsLong() - (int) versionAndTime;
        return versionAndTime >>> 32 == VERSION_1 >>> 32
                && age <= MAX_AGE_SECONDS
                && age >= -MAX_SKEW_SECONDS
                && Octets.int64(query, edns.cookieAt() + 16)
                        == hash(Octets.int64(query, edns.cookieAt()), versionAndTime, client);
    }

    private long hash(long clientCookie, long versionAndTime, ClientAddress client) {
        words[0] = Long.reverseBytes(clientCookie);
        words[1] = Long.reverseBytes(versionAndTime);
        int octets = 20;
        if (client.isIpv4()) {
            words[2] = Long.reverseBytes(client.low() << 32);
        } else {
            words[2] = Long.reverseBytes(client.high());
            words[3] = Long.reverseBytes(client.low());
            octets = 32;
        }
        return Long.reverseBytes(hash.hash(words, octets));
    }
}
