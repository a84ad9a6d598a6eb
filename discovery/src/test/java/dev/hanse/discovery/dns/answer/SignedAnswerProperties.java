// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.dns.Asker;
import dev.hanse.discovery.dns.TestView;
import dev.hanse.discovery.dns.dnssec.ZoneKey;
import dev.hanse.discovery.dns.dnssec.ZoneSigner;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Protects signed answers whatever is asked: within their limit, whole or cut, and every set with a good signature. */
class SignedAnswerProperties {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final byte[] APEX = "\12clusterset\5local\0".getBytes(StandardCharsets.US_ASCII);
    private static final List<String> NAMES = List.of(
            "\3web\1n\3svc", "\2db\1n\3svc", "\5_http\4_tcp\3web\1n\3svc", "\3svc", "\1h\4east\2db\1n\3svc", "");

    /** Each look at the clock is a second later: the budget is never spent. */
    private final AtomicLong nanos = new AtomicLong();

    private final Asker asker = new Asker(
            new ZoneSigner(ZoneKey.generate("clusterset.local"), () -> NOW, () -> nanos.addAndGet(1_000_000_000)));
    private final DNSKEYRecord key;

    SignedAnswerProperties() {
        asker.publish(new TestView("east")
                .clusterSetIp("n/web", "http/tcp/80", "dns/udp/53")
                .endpoints("n/web", "east", "10.0.0.1,,1", "10.0.0.2,,3", "fd00::1")
                .headless("n/db", "sql/tcp/5432")
                .endpoints("n/db", "east", "10.0.0.3,h", "10.0.0.4")
                .version(1));
        key = (DNSKEYRecord) asker.ask("clusterset.local", Type.DNSKEY)
                .getSection(Section.ANSWER)
                .getFirst();
    }

    @Property(tries = 2_000)
    void areWholeAndSignedOrCut(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        int size = random.nextInt(2_000);
        Message answer = asked(query(random, size), Math.clamp(size, 512, 1232));
        if (answer.getHeader().getFlag(Flags.TC)) {
            assertThat(answer.getSection(Section.ANSWER)).isEmpty();
            assertThat(answer.getSection(Section.AUTHORITY)).isEmpty();
        }
        for (int section : new int[] {Section.ANSWER, Section.AUTHORITY}) {
            for (RRset set : answer.getSectionRRsets(section)) {
                verify(set);
            }
        }
    }

    private Message asked(byte[] query, int limit) throws IOException {
        byte[] octets = asker.ask(query, Transport.UDP);
        assertThat(octets).hasSizeBetween(12, limit);
        Message answer = new Message(octets);
        assertThat(answer.numBytes()).isEqualTo(octets.length);
        return answer;
    }

    private void verify(RRset set) throws DNSSEC.DNSSECException {
        assertThat(set.sigs()).as("signatures of %s", set).hasSize(1);
        if (set.size() > 0) {
            DNSSEC.verify(set, set.sigs().getFirst(), key, NOW);
        }
    }

    /** A question for a name that is there, or one of labels of any octets and up to the longest name. */
    private static byte[] query(Random random, int size) {
        ByteBuffer query = ByteBuffer.allocate(512);
        query.putLong(0x1234_0000_0001_0000L).putInt(1);
        if (random.nextInt(3) == 0) {
            NAMES.get(random.nextInt(NAMES.size())).chars().forEach(c -> query.put((byte) c));
        } else {
            labels(random, query, random.nextInt(255 - APEX.length + 1));
        }
        query.put(APEX).putShort((short) type(random)).putShort((short) 1);
        int flags = random.nextBoolean() ? 0x8000 : 0xc000;
        query.put((byte) 0)
                .putShort((short) 41)
                .putShort((short) size)
                .putInt(flags)
                .putShort((short) 0);
        byte[] octets = new byte[query.position()];
        query.flip().get(octets);
        return octets;
    }

    private static void labels(Random random, ByteBuffer query, int octets) {
        for (int left = octets; left > 1; ) {
            byte[] label = new byte[Math.min(left - 1, 1 + random.nextInt(63))];
            random.nextBytes(label);
            query.put((byte) label.length).put(label);
            left -= label.length + 1;
        }
    }

    private static int type(Random random) {
        int[] types = {Type.A, Type.AAAA, Type.SRV, Type.TXT, Type.SOA, Type.NS, Type.DNSKEY, Type.DS, Type.NSEC};
        return random.nextInt(4) == 0 ? Type.ANY : types[random.nextInt(types.length)];
    }
}
