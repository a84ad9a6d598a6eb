// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.answer;

import dev.hanse.discovery.dns.answer.Reply.Section;
import dev.hanse.discovery.dns.dnssec.CanonicalSet;
import dev.hanse.discovery.dns.dnssec.Denial;
import dev.hanse.discovery.dns.dnssec.ZoneKey;
import dev.hanse.discovery.dns.dnssec.ZoneSigner;
import dev.hanse.discovery.dns.dnssec.ZoneSigner.Purpose;
import dev.hanse.discovery.dns.wire.ClientAddress;
import dev.hanse.discovery.dns.wire.Query;
import dev.hanse.discovery.dns.wire.Rcode;
import dev.hanse.discovery.dns.wire.RecordType;
import dev.hanse.discovery.dns.wire.WireName;
import dev.hanse.discovery.dns.zone.Node;
import dev.hanse.discovery.dns.zone.RrSet;
import dev.hanse.discovery.dns.zone.Soa;
import dev.hanse.discovery.dns.zone.Zone;
import dev.hanse.net.octets.Octets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes answers with signatures for clients that set the DO bit (RFC 4035 section 3.1, RFC 9824). What an answer holds is
 * signed as it stands there, so that choice and rotation go on as without. Nothing goes into the additional section,
 * where it would have to be signed too. Used by one thread.
 */
final class SignedAnswer {

    private static final int CLASS_IN = 1;

    /** Octets of a record before its content when the owner is a pointer. */
    private static final int FIXED = 12;

    private final WireName apex;
    private final ZoneSigner signer;
    private final RrSetWriter rrSetWriter;
    private final Counters counters;

    SignedAnswer(WireName apex, ZoneSigner signer, RrSetWriter rrSetWriter, Counters counters) {
        this.apex = apex;
        this.signer = signer;
        this.rrSetWriter = rrSetWriter;
        this.counters = counters;
    }

    /**
     * A question about the zone.
     *
     * @param owner the name in wire form, lower case
     * @param node what the zone has there, if anything
     */
    record Asked(Query query, byte[] owner, @Nullable Node node, Zone zone, ClientAddress client, Transport transport) {

        private boolean isForDenial() {
            return query.type() == RecordType.NSEC || query.type() == RecordType.RRSIG;
        }

        private Purpose purpose() {
            if (node != null) {
                return Purpose.RECORDS;
            }
            return transport == Transport.UDP ? Purpose.UNKNOWN_NAME_BY_DATAGRAM : Purpose.UNKNOWN_NAME_BY_STREAM;
        }
    }

    private enum Outcome {
        WHOLE,
        CUT,
        UNSIGNED
    }

    /** Whether a question is answered here; all others are answered as without a key. */
    static boolean takes(Query query, @Nullable Node node) {
        return query.edns().dnssecOk() || (query.type() == RecordType.DNSKEY && node != null && node.apex());
    }

    /**
     * Writes the answer; returns its response code. Without the budget for a signature that is SERVFAIL, and over UDP an
     * answer with TC: who is really there comes back over TCP, which has a budget of its own.
     */
    int write(Asked asked, Reply reply) {
        int start = reply.position();
        Outcome outcome = sections(asked, reply);
        if (outcome == Outcome.WHOLE) {
            reply.authoritative();
            boolean unknown = asked.node == null && !asked.isForDenial();
            return unknown && asked.query.edns().compactOk() ? Rcode.NXDOMAIN : Rcode.NOERROR;
        }
        reply.withdraw(start);
        if (asked.transport != Transport.UDP) {
            return Rcode.SERVFAIL;
        }
        reply.authoritative();
        reply.truncated();
        counters.truncated();
        return Rcode.NOERROR;
    }

    private Outcome sections(Asked asked, Reply reply) {
        Node node = asked.node;
        int type = asked.query.type();
        if (asked.isForDenial()) {
            return denial(asked, Section.ANSWER, reply);
        }
        RrSet records = node == null ? null : node.records(type);
        if (node != null && records != null) {
            return records(node, records, asked, reply);
        }
        CanonicalSet set = node == null ? null : single(type, node, asked);
        if (set != null) {
            return whole(set, RrSet.OWNER_POINTER, Section.ANSWER, asked, Purpose.RECORDS, reply);
        }
        int apexOffset = Query.HEADER + asked.owner.length - apex.length();
        Outcome soa = whole(soa(asked), 0xc000 | apexOffset, Section.AUTHORITY, asked, Purpose.RECORDS, reply);
        return soa == Outcome.WHOLE ? denial(asked, Section.AUTHORITY, reply) : soa;
    }

    /** The sets that are no records of a node. */
    private @Nullable CanonicalSet single(int type, Node node, Asked asked) {
        if (type == RecordType.ANY && !node.isEmpty()) {
            byte[] content = Arrays.copyOfRange(Answerer.ANY_RECORD, FIXED, Answerer.ANY_RECORD.length);
            return new CanonicalSet(asked.owner, RecordType.HINFO, Soa.TTL_SECONDS, List.of(content));
        }
        if (!node.apex()) {
            return null;
        }
        return switch (type) {
            case RecordType.SOA -> soa(asked);
            case RecordType.DNSKEY ->
                new CanonicalSet(asked.owner, RecordType.DNSKEY, ZoneKey.TTL_SECONDS, signer.keys());
            default -> null;
        };
    }

    private CanonicalSet soa(Asked asked) {
        byte[] content = asked.zone.soa().content(apex);
        return new CanonicalSet(apex.octets(), RecordType.SOA, Soa.TTL_SECONDS, List.of(content));
    }

    private Outcome denial(Asked asked, Section section, Reply reply) {
        CanonicalSet set = asked.node == null
                ? Denial.ofName(asked.owner, Soa.TTL_SECONDS)
                : Denial.ofOtherTypes(asked.owner, types(asked.node), Soa.TTL_SECONDS);
        return whole(set, RrSet.OWNER_POINTER, section, asked, asked.purpose(), reply);
    }

    private static int[] types(Node node) {
        IntStream ofApex = node.apex() ? IntStream.of(RecordType.SOA, RecordType.DNSKEY) : IntStream.empty();
        return IntStream.concat(IntStream.of(node.types()), ofApex).toArray();
    }

    /** Records of the zone, in the choice and order that unsigned answers have; over UDP all of them or none. */
    private Outcome records(Node node, RrSet set, Asked asked, Reply reply) {
        int signature = FIXED + signer.octets();
        if (reply.room() < set.length(0) + signature) {
            return Outcome.CUT;
        }
        int start = reply.position();
        reply.reserve(signature);
        int first = rrSetWriter.write(set, reply, asked.client, asked.transport);
        reply.release(signature);
        if (first < 0 && asked.transport == Transport.UDP) {
            return Outcome.CUT;
        }
        int ttl = Octets.int32(reply.octets(), start + 6);
        CanonicalSet written = new CanonicalSet(asked.owner, set.type(), ttl, contents(reply, start));
        Outcome outcome = signature(written, RrSet.OWNER_POINTER, Section.ANSWER, Purpose.RECORDS, reply);
        if (outcome == Outcome.WHOLE) {
            counters.records(node, set.origin(first < 0 ? ~first : first, node.origin()));
        }
        return outcome;
    }

    private static List<byte[]> contents(Reply reply, int start) {
        List<byte[]> contents = new ArrayList<>();
        byte[] octets = reply.octets();
        for (int at = start; at < reply.position(); ) {
            int content = at + FIXED;
            at = content + Octets.uint16(octets, at + FIXED - 2);
            contents.add(Arrays.copyOfRange(octets, content, at));
        }
        return contents;
    }

    /** A set and its signature, or nothing. */
    private Outcome whole(CanonicalSet set, int owner, Section section, Asked asked, Purpose purpose, Reply reply) {
        boolean signed = asked.query.edns().dnssecOk();
        int records = set.contents().stream().mapToInt(c -> FIXED + c.length).sum();
        if (reply.room() < records + (signed ? FIXED + signer.octets() : 0)) {
            return Outcome.CUT;
        }
        if (asked.query.type() != RecordType.RRSIG) {
            set.contents().forEach(content -> record(set, set.type(), owner, content, section, reply));
        }
        return signed ? signature(set, owner, section, purpose, reply) : Outcome.WHOLE;
    }

    private Outcome signature(CanonicalSet set, int owner, Section section, Purpose purpose, Reply reply) {
        byte[] content = signer.sign(set, purpose);
        if (content == null) {
            return Outcome.UNSIGNED;
        }
        record(set, RecordType.RRSIG, owner, content, section, reply);
        return Outcome.WHOLE;
    }

    private static void record(CanonicalSet set, int type, int owner, byte[] content, Section section, Reply reply) {
        byte[] octets = reply.octets();
        int at = reply.position();
        Octets.putInt16(octets, at, owner);
        Octets.putInt16(octets, at + 2, type);
        Octets.putInt16(octets, at + 4, CLASS_IN);
        Octets.putInt32(octets, at + 6, set.ttlSeconds());
        Octets.putInt16(octets, at + 10, content.length);
        System.arraycopy(content, 0, octets, at + FIXED, content.length);
        reply.wrote(section, 1, FIXED + content.length);
    }
}
