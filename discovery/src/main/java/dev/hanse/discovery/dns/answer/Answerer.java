// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.answer;

import dev.hanse.discovery.dns.answer.Reply.Section;
import dev.hanse.discovery.dns.wire.ClientAddress;
import dev.hanse.discovery.dns.wire.NameHash;
import dev.hanse.discovery.dns.wire.Query;
import dev.hanse.discovery.dns.wire.Rcode;
import dev.hanse.discovery.dns.wire.RecordType;
import dev.hanse.discovery.dns.wire.WireName;
import dev.hanse.discovery.dns.zone.Node;
import dev.hanse.discovery.dns.zone.RrSet;
import dev.hanse.discovery.dns.zone.Soa;
import dev.hanse.discovery.dns.zone.Zone;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers queries as an authority for one zone: parse, one look-up, copy. Nothing is allocated for a query. The
 * stages stand below in the order in which a query
 * passes them. Owned by one thread.
 */
public final class Answerer {

    /** Octets of the largest message on a connection. */
    public static final int MAX_OCTETS = 65_535;

    private static final Logger LOG = LoggerFactory.getLogger(Answerer.class);
    private static final int CLASS_IN = 1;
    private static final int CLASS_CH = 3;
    private static final int MIN_UDP_OCTETS = 512;

    /** {@code HINFO "RFC8482" ""}, the one answer to ANY. */
    static final byte[] ANY_RECORD = {
        (byte) 0xc0,
        12,
        0,
        RecordType.HINFO,
        0,
        CLASS_IN,
        0,
        0,
        0,
        Soa.TTL_SECONDS,
        0,
        9,
        7,
        'R',
        'F',
        'C',
        '8',
        '4',
        '8',
        '2',
        0
    };

    private final WireName apex;
    private final Supplier<@Nullable Zone> zones;
    private final EdnsWriter ednsWriter;
    private final RrSetWriter rrSetWriter;
    private final ChaosAnswer chaos;
    private final RateLimit rateLimit;
    private final Cookies cookies;
    private final Counters counters;
    private final @Nullable SignedAnswer signedAnswer;
    private final Query query = new Query();
    private final Reply reply = new Reply();
    private final LookAhead lookAhead = new LookAhead();
    private final byte[] folded = new byte[NameHash.FOLDED_OCTETS];
    private @Nullable Zone ofBatch;
    private boolean inBatch;
    private boolean failed;

    Answerer(
            WireName apex,
            Supplier<@Nullable Zone> zones,
            EdnsWriter ednsWriter,
            RrSetWriter rrSetWriter,
            ChaosAnswer chaos,
            RateLimit rateLimit,
            Cookies cookies,
            Counters counters,
            @Nullable SignedAnswer signedAnswer) {
        this.apex = apex;
        this.zones = zones;
        this.ednsWriter = ednsWriter;
        this.rrSetWriter = rrSetWriter;
        this.chaos = chaos;
        this.rateLimit = rateLimit;
        this.cookies = cookies;
        this.counters = counters;
        this.signedAnswer = signedAnswer;
    }

    /**
     * Answers the message in {@code source[from, from + length)}. Never throws: a defect of ours must not end the
     * thread that answers, so it is logged and the
     * message is dropped.
     *
     * @param target where the answer goes, from {@code at} on; at least 512 octets for UDP, {@link #MAX_OCTETS} for
     *     connections
     * @return octets of the answer; 0: the message gets none
     */
    public int answer(
            byte[] source, int from, int length, byte[] target, int at, ClientAddress client, Transport transport) {
        try {
            return answerOrThrow(source, from, length, target, at, client, transport);
        } catch (RuntimeException e) {
            if (!failed) {
                LOG.error("a query could not be answered; please report this (said once, later ones are dropped)", e);
                failed = true;
            }
            counters.dropped();
            return 0;
        }
    }

    /**
     * Until {@link #endBatch} all answers are of one view, in whatever order they leave. Says which queries come next, too: answering them one after the other goes
     * faster then. Query {@code i} is in {@code source[starts[i], starts[i + 1])}.
     */
    public void beginBatch(byte[] source, int[] starts, int count) {
        Zone zone = zones.get();
        ofBatch = zone;
        inBatch = true;
        if (zone != null && count > 1) {
            lookAhead.at(zone.names(), source, starts, count);
        }
    }

    /** From here on each answer is of the newest view. */
    public void endBatch() {
        inBatch = false;
        ofBatch = null;
    }

    int answerOrThrow(
            byte[] source, int from, int length, byte[] target, int at, ClientAddress client, Transport transport) {
        Query.Outcome outcome = query.parse(source, from, length);
        if (outcome == Query.Outcome.DROP) {
            counters.dropped();
            return 0;
        }
        counters.query(transport);
        reply.begin(query, target, at, limit(transport, target.length - at));
        RateLimit.Verdict verdict = transport == Transport.UDP ? rateLimit.take(client) : RateLimit.Verdict.ANSWER;
        if (verdict != RateLimit.Verdict.ANSWER && !cookies.isOurs(source, query.edns(), client)) {
            return limited(verdict, outcome, client);
        }
        return switch (outcome) {
            case QUESTION -> question(client, transport);
            case OTHER_OPCODE -> close(Rcode.NOTIMP, 0, client, transport);
            case OTHER_EDNS_VERSION -> otherVersion(client, transport);
            case MALFORMED, DROP -> finish(Rcode.FORMERR);
        };
    }

    /** Clients that are really there come back over TCP, or with the cookie that they get here. */
    private int limited(RateLimit.Verdict verdict, Query.Outcome outcome, ClientAddress client) {
        counters.limited();
        if (verdict == RateLimit.Verdict.DROP || outcome != Query.Outcome.QUESTION) {
            return 0;
        }
        reply.copyQuestion(query);
        reply.truncated();
        return close(Rcode.NOERROR, 0, client, Transport.UDP);
    }

    private int limit(Transport transport, int room) {
        if (transport != Transport.UDP) {
            return Math.min(room, MAX_OCTETS);
        }
        int wanted = query.edns().isPresent() ? query.edns().udpSize() : MIN_UDP_OCTETS;
        return Math.min(room, Math.clamp(wanted, MIN_UDP_OCTETS, EdnsWriter.UDP_OCTETS));
    }

    private int otherVersion(ClientAddress client, Transport transport) {
        if (query.hasQuestion()) {
            reply.copyQuestion(query);
        }
        return close(Rcode.BADVERS, 0, client, transport);
    }

    private int question(ClientAddress client, Transport transport) {
        reply.copyQuestion(query);
        int hash = NameHash.fold(query.octets(), query.start() + Query.HEADER, query.nameLength(), folded);
        if (query.questionClass() != CLASS_IN) {
            boolean answered = query.questionClass() == CLASS_CH && chaos.write(query, folded, reply);
            return close(answered ? Rcode.NOERROR : Rcode.REFUSED, 0, client, transport);
        }
        int type = query.type();
        if (type == RecordType.OPT || type == RecordType.NXNAME) {
            return close(Rcode.FORMERR, EdnsWriter.INVALID_QUERY_TYPE, client, transport);
        }
        if (type >= RecordType.TKEY && type <= RecordType.MAILA) {
            boolean transfer = type == RecordType.AXFR || type == RecordType.IXFR;
            return close(transfer ? Rcode.REFUSED : Rcode.NOTIMP, 0, client, transport);
        }
        return fromZone(hash, client, transport);
    }

    private int fromZone(int hash, ClientAddress client, Transport transport) {
        Zone zone = inBatch ? ofBatch : zones.get();
        Node node = zone == null ? null : zone.names().find(folded, query.nameLength(), hash);
        if (node == null && !isInZone()) {
            return close(Rcode.REFUSED, EdnsWriter.NOT_AUTHORITATIVE, client, transport);
        }
        if (zone == null) {
            return close(Rcode.SERVFAIL, EdnsWriter.NOT_READY, client, transport);
        }
        if (signedAnswer != null && SignedAnswer.takes(query, node)) {
            return signed(signedAnswer, node, zone, client, transport);
        }
        reply.authoritative();
        int ednsLength = ednsWriter.length(query.edns(), transport, 0);
        reply.reserve(ednsLength);
        if (node == null || !positive(node, zone, client, transport)) {
            writeSoa(zone, Section.AUTHORITY);
        }
        reply.release(ednsLength);
        return close(node == null ? Rcode.NXDOMAIN : Rcode.NOERROR, 0, client, transport);
    }

    private int signed(SignedAnswer answer, @Nullable Node node, Zone zone, ClientAddress client, Transport transport) {
        int ednsLength = ednsWriter.length(query.edns(), transport, EdnsWriter.RRSIGS_MISSING);
        reply.reserve(ednsLength);
        byte[] owner = Arrays.copyOf(folded, query.nameLength());
        int rcode = answer.write(new SignedAnswer.Asked(query, owner, node, zone, client, transport), reply);
        reply.release(ednsLength);
        return close(rcode, rcode == Rcode.SERVFAIL ? EdnsWriter.RRSIGS_MISSING : 0, client, transport);
    }

    /** Whether the name is the apex or ends with it, at a label. */
    private boolean isInZone() {
        int at = query.nameLength() - apex.length();
        int label = 0;
        while (label < at) {
            label += folded[label] + 1;
        }
        return label == at && Arrays.equals(folded, at, query.nameLength(), apex.octets(), 0, apex.length());
    }

    /** Writes the records that are asked for; returns whether there are any. */
    private boolean positive(Node node, Zone zone, ClientAddress client, Transport transport) {
        int type = query.type();
        if (type == RecordType.A && node.packed().length > node.onlyIpv4At()) {
            reply.append(node.packed(), node.onlyIpv4At(), node.packed().length - node.onlyIpv4At());
            reply.count(Section.ANSWER, 1);
            counters.records(node, node.origin());
            return true;
        }
        if (type == RecordType.ANY && !node.isEmpty()) {
            reply.append(ANY_RECORD, 0, ANY_RECORD.length);
            reply.count(Section.ANSWER, 1);
            return true;
        }
        if (type == RecordType.SOA && node.apex()) {
            writeSoa(zone, Section.ANSWER);
            return true;
        }
        RrSet set = node.records(type);
        if (set == null) {
            return false;
        }
        int first = writeSet(set, client, transport);
        counters.records(node, set.origin(first, node.origin()));
        return true;
    }

    /** Returns the number of the record that comes first. */
    private int writeSet(RrSet set, ClientAddress client, Transport transport) {
        int answerAt = reply.offset();
        int first = rrSetWriter.write(set, reply, client, transport);
        if (first >= 0) {
            rrSetWriter.writeTargets(set, reply, answerAt, first);
            return first;
        }
        if (transport == Transport.UDP) {
            reply.truncated();
            counters.truncated();
        }
        return ~first;
    }

    private void writeSoa(Zone zone, Section section) {
        int apexOffset = Query.HEADER + query.nameLength() - apex.length();
        int length = zone.soa().write(reply.octets(), reply.position(), apexOffset);
        reply.wrote(section, 1, length);
    }

    /** Adds the OPT record if the query has one. */
    private int close(int rcode, int extendedError, ClientAddress client, Transport transport) {
        if (query.edns().isPresent()) {
            ednsWriter.write(reply, query, client, transport, rcode, extendedError);
        }
        return finish(rcode);
    }

    private int finish(int rcode) {
        counters.answer(rcode);
        return reply.finish(rcode);
    }
}
