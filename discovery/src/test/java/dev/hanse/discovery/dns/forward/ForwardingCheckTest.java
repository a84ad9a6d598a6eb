// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.dns.DnsConfig;
import dev.hanse.discovery.dns.DnsResponder;
import dev.hanse.discovery.dns.TestView;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects the proof that a resolver forwards the zone. */
class ForwardingCheckTest {

    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final ForwardingCheck check = new ForwardingCheck(Duration.ofSeconds(10), new Random(1));

    @Test
    void tellsForwardingFromItsAbsence() throws Exception {
        Vertx vertx = Vertx.vertx();
        try (DnsResponder responder = DnsResponder.start(vertx, DnsConfig.of(List.of(ANY_PORT), "clusterset.local"))) {
            InetSocketAddress resolver = responder.addresses().getFirst();
            assertThat(check.check(resolver, "clusterset.local").detail()).startsWith("SERVFAIL: it cannot reach");
            responder.publish(new TestView("east").version(1), Set.of());
            while (!responder.statistics().ready()) {
                Thread.onSpinWait();
            }
            assertThat(check.check(resolver, "clusterset.local").forwarded()).isTrue();
            assertThat(check.check(resolver, "other.local").detail()).startsWith("REFUSED");
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get();
        }
    }

    @Test
    void saysWhenNobodyAnswers() throws IOException {
        try (DatagramSocket silent = new DatagramSocket(ANY_PORT)) {
            ForwardingCheck impatient = new ForwardingCheck(Duration.ofMillis(20), new Random(1));
            InetSocketAddress resolver = (InetSocketAddress) silent.getLocalSocketAddress();
            assertThat(impatient.check(resolver, "clusterset.local").detail()).isEqualTo("no answer within 20 ms");
        }
    }

    @Test
    void readsTheResolversOfTheHost(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("resolv.conf"), "# comment\nsearch a.b\nnameserver 10.0.0.1\nnameserver\tfd00::1\n");
        assertThat(ForwardingCheck.resolvers(file))
                .extracting(InetSocketAddress::getAddress)
                .containsExactly(InetAddress.ofLiteral("10.0.0.1"), InetAddress.ofLiteral("fd00::1"));
    }
}
