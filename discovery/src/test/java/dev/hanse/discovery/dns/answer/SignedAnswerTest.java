// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.dns.Asker;
import dev.hanse.discovery.dns.TestView;
import dev.hanse.discovery.dns.dnssec.ZoneKey;
import dev.hanse.discovery.dns.dnssec.ZoneSigner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;
import org.xbill.DNS.dnssec.ValidatingResolver;

/** Protects that every answer of a signed zone stands up to dnsjava's validator, and what stays unsigned. */
class SignedAnswerTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final int DO = 0x8000;
    private static final int CO = 0x4000;

    private static final ZoneKey KEY = ZoneKey.generate("clusterset.local");

    private final ZoneSigner signer = new ZoneSigner(KEY, () -> NOW, () -> 0);
    private final Asker asker = new Asker(signer);
    private Transport transport = Transport.UDP;

    @BeforeEach
    void publish() {
        asker.publish(view("10.1.0.1"));
    }

    private static dev.hanse.discovery.model.View view(String web) {
        return new TestView("east")
                .clusterSetIp("shop/web", "http/tcp/42", "dns/udp/42", "/tcp/43")
                .endpoints("shop/web", "east", web, "10.1.0.3", "fd00:1::1")
                .headless("shop/db", "sql/tcp/5432", "/tcp/9000")
                .endpoints("shop/db", "east", "10.1.0.2,db-0", "fd00:1::2,db-0")
                .endpoints("shop/db", "west.prod", "10.2.0.3")
                .clusterSetIp("shop/uneven", "http/tcp/80")
                .endpoints("shop/uneven", "east", "10.3.0.1,,1", "10.3.0.2,,2", "10.3.0.3,,3")
                .clusterSetIp("shop/many", "http/tcp/80")
                .endpoints(
                        "shop/many",
                        "east",
                        IntStream.range(0, 5_000)
                                .mapToObj(i -> "10.9.%d.%d".formatted(i / 200, i % 200 + 1))
                                .toArray(String[]::new))
                .version(7);
    }

    /** Asks the answerer for dnsjava's validator. */
    private final class Upstream implements Resolver {

        @Override
        public CompletionStage<Message> sendAsync(Message asked, Executor executor) {
            Message query = asked.clone();
            query.removeAllRecords(Section.ADDITIONAL);
            query.addRecord(new OPTRecord(1232, 0, 0, DO), Section.ADDITIONAL);
            Message answer = asker.ask(query, transport);
            boolean truncated = answer.getHeader().getFlag(Flags.TC);
            return CompletableFuture.completedFuture(truncated ? asker.ask(query, Transport.STREAM) : answer);
        }

        @Override
        public void setPort(int port) {}

        @Override
        public void setTCP(boolean flag) {}

        @Override
        public void setIgnoreTruncation(boolean flag) {}

        @Override
        public void setEDNS(int version, int payloadSize, int flags, List<EDNSOption> options) {}

        @Override
        public void setTSIGKey(TSIG key) {}

        @Override
        public void setTimeout(java.time.Duration timeout) {}
    }

    private Message validated(String name, String type) throws IOException {
        return validated(name, type, KEY.ds());
    }

    private Message validated(String name, String type, String anchor) throws IOException {
        ValidatingResolver resolver = new ValidatingResolver(new Upstream(), Clock.fixed(NOW, ZoneOffset.UTC));
        resolver.loadTrustAnchors(new ByteArrayInputStream((anchor + "\n").getBytes(StandardCharsets.US_ASCII)));
        return resolver.send(Asker.query(name, Type.value(type)));
    }

    private static Message signedQuery(String name, String type, int flags) {
        return sized(name, type, flags, 1232);
    }

    private static Message sized(String name, String type, int flags, int octets) {
        Message query = Asker.query(name, Type.value(type));
        query.addRecord(new OPTRecord(octets, 0, 0, flags), Section.ADDITIONAL);
        return query;
    }

    private Message signed(String name, String type) {
        return asker.ask(signedQuery(name, type, DO), Transport.UDP);
    }

    private static void assertSecure(Message answer) {
        assertThat(answer.getHeader().getFlag(Flags.AD))
                .as("secure: %s", answer)
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "dns-version.clusterset.local, TXT",
        "web.shop.svc.clusterset.local, A",
        "web.shop.svc.clusterset.local, AAAA",
        "WeB.Shop.Svc.ClusterSet.Local, A",
        "web.shop.svc.clusterset.local, SRV",
        "_http._tcp.web.shop.svc.clusterset.local, SRV",
        "_sql._tcp.db.shop.svc.clusterset.local, SRV",
        "db.shop.svc.clusterset.local, A",
        "db-0.east.db.shop.svc.clusterset.local, AAAA",
        "10-2-0-3.west.prod.db.shop.svc.clusterset.local, A",
        "uneven.shop.svc.clusterset.local, A",
        "many.shop.svc.clusterset.local, A",
        "clusterset.local, SOA",
        "clusterset.local, NS",
        "clusterset.local, DNSKEY",
        "ns.dns.clusterset.local, A",
        "web.shop.svc.clusterset.local, NSEC",
        "nobody.shop.svc.clusterset.local, NSEC"
    })
    void signsRecords(String name, String type) throws IOException {
        Message answer = validated(name, type);
        assertSecure(answer);
        assertThat(answer.getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(answer.getSection(Section.ANSWER)).anyMatch(r -> r.getType() == Type.value(type));
    }

    @ParameterizedTest
    @CsvSource({
        "web.shop.svc.clusterset.local, TXT, A AAAA RRSIG NSEC SRV",
        "db.shop.svc.clusterset.local, TYPE65, A AAAA RRSIG NSEC SRV",
        "_http._tcp.web.shop.svc.clusterset.local, A, SRV RRSIG NSEC",
        "dns-version.clusterset.local, A, TXT RRSIG NSEC",
        "clusterset.local, A, NS SOA RRSIG NSEC DNSKEY",
        "svc.clusterset.local, A, RRSIG NSEC",
        "east.db.shop.svc.clusterset.local, ANY, RRSIG NSEC",
        "nobody.shop.svc.clusterset.local, A, RRSIG NSEC TYPE128",
        "*.shop.svc.clusterset.local, A, RRSIG NSEC TYPE128",
        "a.*.web.shop.svc.clusterset.local, ANY, RRSIG NSEC TYPE128",
        "nobody.nowhere.svc.clusterset.local, SRV, RRSIG NSEC TYPE128",
        "x.clusterset.local, DNSKEY, RRSIG NSEC TYPE128"
    })
    void provesWhatIsNotThere(String name, String type, String types) throws IOException {
        Message answer = signed(name, type);
        assertThat(answer.getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(answer.getSection(Section.ANSWER)).isEmpty();
        assertThat(answer.getSection(Section.AUTHORITY))
                .extracting(Record::getType)
                .containsExactly(Type.SOA, Type.RRSIG, Type.NSEC, Type.RRSIG);
        NSECRecord denial = (NSECRecord) answer.getSection(Section.AUTHORITY).get(2);
        assertThat(denial.getName()).hasToString(name + ".");
        assertThat(denial.getNext()).hasToString("\\000." + name + ".");
        assertThat(IntStream.of(denial.getTypes()).mapToObj(Type::string)).containsExactlyInAnyOrder(types.split(" "));
        assertSecure(validated(name, type));
    }

    /** To be asked of the parent; validators take no child's word for it (RFC 4035 section 3.1.4.1). */
    @Test
    void hasNoDelegationOfItself() {
        Message answer = signed("clusterset.local", "DS");
        NSECRecord denial = (NSECRecord) answer.getSection(Section.AUTHORITY).get(2);
        assertThat(denial.hasType(Type.DS)).isFalse();
        assertThat(denial.hasType(Type.SOA)).isTrue();
    }

    @Test
    void provesThatTheLongestNamesAreNotThere() throws IOException {
        String label = "x".repeat(63);
        for (int first = 39; first <= 44; first++) {
            String name = "y".repeat(first) + "." + label + "." + label + "." + label + ".clusterset.local";
            assertSecure(validated(name, "A"));
        }
    }

    @Test
    void answersAnyWithASignedRecord() throws IOException {
        Message answer = signed("web.shop.svc.clusterset.local", "ANY");
        assertThat(answer.getSection(Section.ANSWER))
                .extracting(Record::getType)
                .containsExactly(Type.HINFO, Type.RRSIG);
        assertSecure(validated("web.shop.svc.clusterset.local", "ANY"));
    }

    @Test
    void answersAQuestionForSignaturesWithOne() {
        assertThat(signed("web.shop.svc.clusterset.local", "RRSIG").getSection(Section.ANSWER))
                .extracting(Record::getType)
                .containsExactly(Type.RRSIG);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void signsOnEveryTransport(Transport each) throws IOException {
        transport = each;
        assertSecure(validated("web.shop.svc.clusterset.local", "A"));
        assertSecure(validated("nobody.shop.svc.clusterset.local", "A"));
    }

    @Test
    void doesNotStandUpToAnotherKey() throws IOException {
        String other = ZoneKey.generate("clusterset.local").ds();
        assertThat(validated("web.shop.svc.clusterset.local", "A", other).getRcode())
                .isEqualTo(Rcode.SERVFAIL);
    }

    @Test
    void saysNxdomainToWhoUnderstandsIt() {
        Message answer = asker.ask(signedQuery("nobody.shop.svc.clusterset.local", "A", DO | CO), Transport.UDP);
        assertThat(answer.getRcode()).isEqualTo(Rcode.NXDOMAIN);
        assertThat(answer.getOPT().getFlags()).isEqualTo(DO | CO);
        assertThat(answer.getSection(Section.AUTHORITY)).hasSize(4);
        Message nodata = asker.ask(signedQuery("svc.clusterset.local", "A", DO | CO), Transport.UDP);
        assertThat(nodata.getRcode()).isEqualTo(Rcode.NOERROR);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, CO})
    void staysAsItWasForWhoDoesNotAsk(int flags) {
        for (String type : List.of("A", "TXT", "SRV", "ANY", "SOA", "NSEC", "RRSIG")) {
            for (String name : List.of("web.shop.svc.clusterset.local", "clusterset.local", "x.clusterset.local")) {
                Message answer = asker.ask(signedQuery(name, type, flags), Transport.UDP);
                assertThat(answer.toString()).doesNotContain("RRSIG\t").doesNotContain("NSEC\t");
                assertThat(answer.getRcode()).isEqualTo(name.startsWith("x.") ? Rcode.NXDOMAIN : Rcode.NOERROR);
            }
        }
        assertThat(signer.made()).isZero();
    }

    @Test
    void tellsTheKeyToWhoDoesNotAskForSignatures() {
        Message answer = asker.ask("clusterset.local", Type.DNSKEY);
        assertThat(Asker.lines(answer, Section.ANSWER))
                .isEqualTo(KEY.dnskey().replace(" IN ", " 300 ").replaceFirst("(DNSKEY \\d+ \\d+ \\d+ )", "$1") + "\n");
    }

    @Test
    void signsNothingWithoutAKey() {
        Asker plain = new Asker();
        plain.publish(view("10.1.0.1"));
        for (String type : List.of("A", "DNSKEY", "NSEC", "RRSIG", "SOA")) {
            for (String name : List.of("web.shop.svc.clusterset.local", "clusterset.local", "x.clusterset.local")) {
                Message answer = plain.ask(signedQuery(name, type, DO | CO), Transport.UDP);
                for (int section = Section.ANSWER; section <= Section.ADDITIONAL; section++) {
                    assertThat(answer.getSection(section))
                            .extracting(Record::getType)
                            .doesNotContain(Type.RRSIG, Type.NSEC, Type.DNSKEY);
                }
                assertThat(answer.getOPT().getFlags()).isEqualTo(DO);
                assertThat(answer.getRcode()).isEqualTo(name.startsWith("x.") ? Rcode.NXDOMAIN : Rcode.NOERROR);
            }
        }
    }

    @Test
    void signsARotatingSetOnce() {
        Set<String> orders = new HashSet<>();
        for (int i = 0; i < 64; i++) {
            orders.add(signed("web.shop.svc.clusterset.local", "A")
                    .getSection(Section.ANSWER)
                    .getFirst()
                    .rdataToString());
        }
        assertThat(orders).hasSize(2);
        assertThat(signer.made()).isEqualTo(1);
    }

    @Test
    void signsEachChoiceOnce() throws IOException {
        for (int i = 0; i < 64; i++) {
            assertThat(signed("uneven.shop.svc.clusterset.local", "A").getSection(Section.ANSWER))
                    .hasSize(2);
        }
        assertThat(signer.made()).isEqualTo(3);
    }

    @Test
    void signsWhatANewViewSays() throws IOException {
        assertSecure(validated("web.shop.svc.clusterset.local", "A"));
        asker.publish(view("10.1.0.77"));
        Message answer = validated("web.shop.svc.clusterset.local", "A");
        assertSecure(answer);
        assertThat(Asker.lines(answer, Section.ANSWER)).contains("10.1.0.77");
    }

    @Test
    void cutsWhatDoesNotFitWithItsSignature() {
        Message answer = signed("many.shop.svc.clusterset.local", "A");
        assertThat(answer.getHeader().getFlag(Flags.TC)).isTrue();
        assertThat(answer.getSection(Section.ANSWER)).isEmpty();
        Message small = asker.ask(
                sized("a".repeat(60) + "." + "b".repeat(60) + "." + "c".repeat(60) + ".clusterset.local", "A", DO, 512),
                Transport.UDP);
        assertThat(small.getHeader().getFlag(Flags.TC)).isTrue();
        assertThat(small.numBytes()).isLessThanOrEqualTo(512);
        assertThat(signer.made()).isLessThanOrEqualTo(1);
    }

    @Test
    void signsTheSubsetThatFitsAStream() throws IOException {
        Message answer = asker.ask(signedQuery("many.shop.svc.clusterset.local", "A", DO), Transport.STREAM);
        List<RRset> sets = answer.getSectionRRsets(Section.ANSWER);
        assertThat(sets).hasSize(1);
        assertThat(sets.getFirst().sigs()).hasSize(1);
        assertThat(sets.getFirst().size()).isBetween(4_000, 4_999);
    }

    @Test
    void sendsMadeUpNamesToTcpAndThenRefusesThem() {
        IntStream.range(0, 200).forEach(i -> signed("x" + i + ".clusterset.local", "A"));
        Message late = signed("late.clusterset.local", "A");
        assertThat(late.getHeader().getFlag(Flags.TC)).isTrue();
        assertThat(late.getSection(Section.AUTHORITY)).isEmpty();
        for (int i = 0; i < 200; i++) {
            asker.ask(signedQuery("x" + i + ".clusterset.local", "A", DO), Transport.STREAM);
        }
        Message refused = asker.ask(signedQuery("late.clusterset.local", "A", DO), Transport.STREAM);
        assertThat(refused.getRcode()).isEqualTo(Rcode.SERVFAIL);
        assertThat(refused.getSection(Section.AUTHORITY)).isEmpty();
        ExtendedErrorCodeOption why =
                (ExtendedErrorCodeOption) refused.getOPT().getOptions().getFirst();
        assertThat(why.getErrorCode()).isEqualTo(ExtendedErrorCodeOption.RRSIGS_MISSING);
        assertThat(signed("web.shop.svc.clusterset.local", "A").getSection(Section.ANSWER))
                .hasSize(3);
        assertThat(asker.ask("late.clusterset.local", Type.A).getRcode()).isEqualTo(Rcode.NXDOMAIN);
    }
}
