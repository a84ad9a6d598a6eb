// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.dns.DnsConfig;
import dev.hanse.discovery.dns.DnsResponder;
import dev.hanse.discovery.dns.DnsZone;
import dev.hanse.discovery.dns.TestView;
import dev.hanse.discovery.dns.wire.WireName;
import dev.hanse.discovery.model.ClusterAddresses;
import dev.hanse.net.testing.Eventually;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Type;

/** Protects the proof that a resolver forwards the zone. */
class ForwardingCheckTest {

    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final String ZONE = "clusterset.local";

    private final ForwardingCheck check = new ForwardingCheck(Duration.ofSeconds(10), new Random(1));

    @Test
    void tellsForwardingFromItsAbsence() throws Exception {
        Vertx vertx = Vertx.vertx();
        DnsZone zone = new DnsZone(DnsConfig.of(List.of(ANY_PORT), ZONE));
        try (DnsResponder responder = DnsResponder.start(vertx, zone)) {
            InetSocketAddress resolver = responder.addresses().getFirst();
            ForwardingCheck.Result early = check.check(resolver, ZONE);
            assertThat(early.detail()).startsWith("SERVFAIL: it cannot reach");
            assertThat(early.advice()).contains("ready");
            zone.publish(new TestView("east").version(1), Set.of(), ClusterAddresses.NONE);
            Eventually.await("ready", () -> responder.statistics().ready());
            assertThat(check.check(resolver, ZONE))
                    .isEqualTo(new ForwardingCheck.Result(resolver, true, "forwards clusterset.local", ""));
            assertThat(check.check(resolver, "other.local").detail()).startsWith("REFUSED");
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get();
        }
    }

    @Test
    void saysHowToConfigureAResolverThatDoesNotForward() throws IOException {
        try (FakeResolver resolver = FakeResolver.start(FakeResolver::missing)) {
            ForwardingCheck.Result result = check.check(resolver.address(), ZONE);
            assertThat(result.forwarded()).isFalse();
            assertThat(result.detail()).isEqualTo("NXDOMAIN: it does not forward the zone");
            assertThat(result.advice()).contains("hanse dns-config");
        }
    }

    @Test
    void isNotDeceivedByAnAddressForEveryName() throws IOException {
        try (FakeResolver resolver = FakeResolver.start(query -> FakeResolver.with(query, "192.0.2.80"))) {
            assertThat(check.check(resolver.address(), ZONE).detail())
                    .isEqualTo("NOERROR: it does not forward the zone");
        }
    }

    @Test
    void isNotDeceivedByACache() throws IOException {
        try (FakeResolver resolver = FakeResolver.start(query ->
                FakeResolver.isVersion(query) ? FakeResolver.withVersion(query) : FakeResolver.missing(query))) {
            assertThat(check.check(resolver.address(), ZONE).detail())
                    .isEqualTo("it knows the zone from its cache only: NXDOMAIN: it does not forward the zone");
        }
    }

    @Test
    void namesTheSettingsThatStripPrivateAddresses() throws IOException {
        try (FakeResolver resolver =
                FakeResolver.start(query -> FakeResolver.forwarding(query, FakeResolver.empty(query)))) {
            ForwardingCheck.Result result = check.check(resolver.address(), ZONE);
            assertThat(result.forwarded()).isTrue();
            assertThat(result.detail())
                    .isEqualTo(
                            "it strips private addresses (A of check.dns.clusterset.local: NOERROR without addresses)");
            assertThat(result.advice())
                    .contains("rebind-domain-ok=/clusterset.local/", "private-domain: \"clusterset.local\"");
        }
    }

    @Test
    void saysThatLongAnswersAreLostWithoutTcp() throws IOException {
        try (FakeResolver resolver = FakeResolver.start(query -> FakeResolver.forwarding(
                query,
                query.getQuestion().getType() == Type.AAAA
                        ? FakeResolver.with(query, "fd00::1")
                        : FakeResolver.with(query, "10.0.0.1")))) {
            ForwardingCheck.Result result = check.check(resolver.address(), ZONE);
            assertThat(result.detail()).startsWith("it does not answer over TCP (Connection refused)");
            assertThat(result.advice()).contains("dns.addresses-per-answer on the gateways to 8");
        }
    }

    /** Its answers over UDP have this many addresses and do not say that there are more. */
    private ForwardingCheck.Result giving(int overUdp, int overTcp) throws IOException {
        try (FakeResolver resolver = FakeResolver.start(query -> FakeResolver.forwarding(
                        query,
                        query.getQuestion().getType() == Type.AAAA
                                ? FakeResolver.with(query, "fd00::1")
                                : FakeResolver.withAddresses(query, overUdp)))
                .andOverTcp(query -> FakeResolver.withAddresses(query, overTcp))) {
            return check.check(resolver.address(), ZONE);
        }
    }

    @Test
    void saysHowManyAddressesComeThrough() throws IOException {
        assertThat(giving(40, 40).detail()).isEqualTo("it gives 40 of 64 addresses over TCP");
        assertThat(giving(40, 40).advice()).endsWith("set dns.addresses-per-answer on the gateways to 40");
        assertThat(giving(16, 64).detail())
                .isEqualTo("it cuts long answers to 16 addresses over UDP and does not say so");
        assertThat(giving(64, 64).advice()).isEmpty();
    }

    @Test
    void isContentOnceItsAdviceWasFollowed() throws Exception {
        Vertx vertx = Vertx.vertx();
        DnsZone zone = new DnsZone(DnsConfig.of(List.of(ANY_PORT), ZONE).withAddressesPerAnswer(7));
        try (DnsResponder responder = DnsResponder.start(vertx, zone)) {
            zone.publish(new TestView("east").version(1), Set.of(), ClusterAddresses.NONE);
            Eventually.await("ready", () -> responder.statistics().ready());
            InetSocketAddress gateway = responder.addresses().getFirst();
            assertThat(check.check(gateway, ZONE))
                    .isEqualTo(new ForwardingCheck.Result(gateway, true, "forwards clusterset.local", ""));
            Probe probe = new Probe(Duration.ofSeconds(10), new Random(1));
            WireName name = WireName.of("check.dns." + ZONE);
            assertThat(probe.ask(gateway, name, Type.A).records()).isEqualTo(7);
            assertThat(probe.ask(gateway, name, Type.TXT).text()).contains("addresses=7");
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get();
        }
    }

    /** A resolver that gives seven addresses of a gateway that says this about its own. */
    private ForwardingCheck.Result givingSevenOf(String text) throws IOException {
        try (FakeResolver resolver = FakeResolver.start(query ->
                        FakeResolver.isAboutCheck(query) && query.getQuestion().getType() == Type.TXT
                                ? FakeResolver.withText(query, text)
                                : FakeResolver.forwarding(
                                        query,
                                        query.getQuestion().getType() == Type.AAAA
                                                ? FakeResolver.with(query, "fd00::1")
                                                : FakeResolver.withAddresses(query, 7)))
                .andOverTcp(query -> FakeResolver.withAddresses(query, 7))) {
            return check.check(resolver.address(), ZONE);
        }
    }

    @Test
    void needsNoTcpWhereAllAnswersAreShort() throws IOException {
        try (FakeResolver resolver =
                FakeResolver.start(query -> switch (query.getQuestion().getType()) {
                    case Type.A -> FakeResolver.withAddresses(query, 8);
                    case Type.AAAA -> FakeResolver.with(query, "fd00::1");
                    case Type.TXT -> FakeResolver.withText(query, "addresses=8");
                    default -> FakeResolver.forwarding(query, FakeResolver.empty(query));
                })) {
            assertThat(check.check(resolver.address(), ZONE).advice()).isEmpty();
        }
    }

    @Test
    void expectsAsManyAddressesAsTheGatewaySays() throws IOException {
        assertThat(givingSevenOf("addresses=7").advice()).isEmpty();
        assertThat(givingSevenOf("addresses=8").detail()).isEqualTo("it gives 7 of 8 addresses over TCP");
    }

    @Test
    void expectsAllAddressesWhereTheGatewayDoesNotSayHowMany() throws IOException {
        for (String text : List.of(
                "1.0.0", "addresses=", "addresses=-1", "addresses=0", "addresses=65", "addresses=99999999999")) {
            assertThat(givingSevenOf(text).detail()).as(text).isEqualTo("it gives 7 of 64 addresses over TCP");
        }
    }

    @Test
    void acceptsAGatewayThatCannotTell() throws IOException {
        try (FakeResolver resolver =
                FakeResolver.start(query -> FakeResolver.forwarding(query, FakeResolver.missing(query)))) {
            ForwardingCheck.Result result = check.check(resolver.address(), ZONE);
            assertThat(result.advice()).isEmpty();
            assertThat(result.detail()).contains("only newer gateways tell");
        }
    }

    @Test
    void asksAgainWhenAnAnswerIsLost() throws IOException {
        try (FakeResolver resolver = FakeResolver.start(query -> Optional.empty(), FakeResolver::missing)) {
            ForwardingCheck patient = new ForwardingCheck(Duration.ofSeconds(2), new Random(1));
            assertThat(patient.check(resolver.address(), ZONE).detail()).startsWith("NXDOMAIN");
        }
    }

    @Test
    void saysWhenNobodyAnswers() throws IOException {
        try (DatagramSocket silent = new DatagramSocket(ANY_PORT)) {
            ForwardingCheck impatient = new ForwardingCheck(Duration.ofMillis(20), new Random(1));
            InetSocketAddress resolver = (InetSocketAddress) silent.getLocalSocketAddress();
            ForwardingCheck.Result result = impatient.check(resolver, ZONE);
            assertThat(result.detail()).isEqualTo("no answer within 20 ms");
            assertThat(result.advice()).contains("runs");
        }
    }

    @Test
    void readsTheResolversOfTheHost(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("resolv.conf"),
                "# comment\nsearch a.b\nnameserver 10.0.0.1\nnameserver nonsense\nnameserver\tfd00::1\n"
                        + "nameserver 10.0.0.3\nnameserver 10.0.0.4\n");
        assertThat(ForwardingCheck.resolvers(file))
                .extracting(InetSocketAddress::getAddress)
                .containsExactly(
                        InetAddress.ofLiteral("10.0.0.1"),
                        InetAddress.ofLiteral("fd00::1"),
                        InetAddress.ofLiteral("10.0.0.3"));
        Files.writeString(file, "search a.b\n");
        assertThat(ForwardingCheck.resolvers(file)).hasToString("[/127.0.0.1:53]");
    }
}
