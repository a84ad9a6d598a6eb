// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.answer;

import dev.hanse.discovery.dns.wire.ClientAddress;
import dev.hanse.discovery.dns.wire.Mix;
import dev.hanse.discovery.dns.wire.RecordType;
import dev.hanse.discovery.dns.zone.Addresses;
import dev.hanse.discovery.dns.zone.RrSet;
import dev.hanse.net.octets.Octets;
import dev.hanse.net.time.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * Copies record sets into answers: picks the first record, turns the ring, cuts what does not fit. A cut answer
 * begins at a place that stays the same for one
 * client for some seconds and then moves on, so that a client sees a stable subset and no endpoint starves. Used by
 * one thread.
 */
final class RrSetWriter {

    /** About 8.6 seconds: longer than a record lives in a cache. */
    private static final int CUT_SHIFT = 33;

    /** Largest set of which a client's record is found by a look at each. */
    private static final int MAX_RENDEZVOUS = 256;

    /** Largest offset that a compression pointer can hold. */
    private static final int MAX_POINTER = 0x3fff;

    private final NanoClock nanoClock;
    private long random;

    RrSetWriter(NanoClock nanoClock, long seed) {
        this.nanoClock = nanoClock;
        this.random = seed | 1;
    }

    /**
     * Writes the set, or as much as fits, into the answer section; returns the number of the record that comes first,
     * its complement (below 0) when only a part of the set fitted. Over UDP a cut answer says so, and
     * the client comes back; on connections nobody comes back, and A and AAAA of one owner must be cut alike.
     */
    int write(RrSet set, Reply reply, ClientAddress client, Transport transport) {
        int count = set.count();
        int most = set.most();
        // Only addresses are limited, and those of one type have one length.
        int length = most == count ? set.octets() : most * set.length(0);
        if (count == 1 && length <= reply.room()) {
            ring(set, 0, 1, reply);
            return 0;
        }
        if (set.weighted()) {
            int one = set.byWeight(below(draw(set, client), set.weight()));
            ring(set, one, 1, reply);
            return one;
        }
        boolean affine = set.order() == RrSet.Order.BY_CLIENT;
        int whole = transport == Transport.UDP ? length : Math.max(length, most * set.budgetOctets());
        if (whole <= reply.room()) {
            int start = affine ? ofClient(set, client.hash()) : below(next(), count);
            ring(set, start, most, reply);
            return start;
        }
        // By number, so that A and AAAA of one owner are cut alike.
        long time = affine ? 0 : nanoClock.nanoTime() >>> CUT_SHIFT;
        int first = below(Mix.mix(client.hash() + time), count);
        ring(set, first, fitting(set, first, reply.room()), reply);
        return ~first;
    }

    private long draw(RrSet set, ClientAddress client) {
        return set.order() == RrSet.Order.BY_CLIENT ? client.hash() : next();
    }

    /**
     * The record of one client. It stays when others come or go: the highest of all hashes of client and address
     * (rendezvous hashing, Thaler and Ravishankar, 1998). Large sets would cost too much and are cut by number.
     */
    private static int ofClient(RrSet set, long client) {
        if (set.count() > MAX_RENDEZVOUS) {
            return below(client, set.count());
        }
        int best = 0;
        long highest = Long.MIN_VALUE;
        for (int i = 0; i < set.count(); i++) {
            long score = Mix.mix(client ^ addressBits(set, i));
            if (score > highest) {
                highest = score;
                best = i;
            }
        }
        return best;
    }

    /** An A record has its address in the last 4 of 8 octets, and the same before it as all others of the set. */
    private static long addressBits(RrSet set, int i) {
        byte[] octets = set.array(i);
        int end = set.end(i);
        long low = Octets.int64(octets, end - 8);
        return set.type() == RecordType.AAAA ? low * Mix.ODD + Octets.int64(octets, end - 16) : low;
    }

    /** Marsaglia's xorshift64 with the shifts 13, 7 and 17; nothing secret depends on it. */
    private long next() {
        long x = random;
        x ^= x << 13;
        x ^= x >>> 7;
        x ^= x << 17;
        random = x;
        return Mix.mix(x);
    }

    /** A number below {@code bound} from the upper half of 64 random bits. */
    private static int below(long bits, int bound) {
        return (int) (((bits >>> 32) * bound) >>> 32);
    }

    /** How many records from {@code first} on fit into {@code room}. */
    private static int fitting(RrSet set, int first, int room) {
        int count = 0;
        int left = room;
        for (int i = first; count < set.most(); i = i + 1 == set.count() ? 0 : i + 1) {
            left -= Math.max(set.length(i), set.budgetOctets());
            if (left < 0) {
                break;
            }
            count++;
        }
        return count;
    }

    /** Copies {@code count} records from {@code first} on, around the end. */
    private static void ring(RrSet set, int first, int count, Reply reply) {
        int length = set.copy(first, count, reply.octets(), reply.position());
        reply.wrote(Reply.Section.ANSWER, count, length);
    }

    /**
     * Adds the addresses of the hosts that the records in the answer section name, whole sets only and as many as fit; none
     * of a set whose answers have only some.
     *
     * @param answerAt where the answer section begins in the message
     * @param first number of the record that comes first there
     */
    void writeTargets(RrSet set, Reply reply, int answerAt, int first) {
        Addresses[] targets = set.targets();
        if (targets == null) {
            return;
        }
        int recordAt = answerAt;
        @Nullable Addresses before = null;
        for (int n = 0, i = first; n < set.count(); n++, i = i + 1 == set.count() ? 0 : i + 1) {
            int nameAt = recordAt + set.targetOffset();
            if (nameAt > MAX_POINTER) {
                return;
            }
            // Records of one host lie together; turning the ring may part them at the ends.
            if (targets[i] != before && (n == 0 || targets[i] != targets[first])) {
                address(targets[i].ipv4(), reply, nameAt);
                address(targets[i].ipv6(), reply, nameAt);
            }
            before = targets[i];
            recordAt += set.length(i);
        }
    }

    private static void address(@Nullable RrSet set, Reply reply, int nameAt) {
        if (set == null || set.most() < set.count() || set.octets() > reply.room()) {
            return;
        }
        int at = reply.position();
        int length = set.copy(0, set.count(), reply.octets(), at);
        // Addresses of one type have one length.
        for (int from = at; from < at + length; from += set.length(0)) {
            Octets.putInt16(reply.octets(), from, 0xc000 | nameAt);
        }
        reply.wrote(Reply.Section.ADDITIONAL, set.count(), length);
    }
}
