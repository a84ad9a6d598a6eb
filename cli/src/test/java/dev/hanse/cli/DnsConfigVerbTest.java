// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.dns.DnsConfig;
import dev.hanse.discovery.dns.DnsResponder;
import dev.hanse.discovery.dns.DnsZone;
import dev.hanse.discovery.model.ClusterAddresses;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.View;
import dev.hanse.net.testing.Eventually;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Protects {@code hanse dns-config}: text that can be pasted as it is, and a check whose exit status can be believed. */
final class DnsConfigVerbTest {

    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private static Vertx vertx;
    private static DnsResponder responder;
    private static String address;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        DnsZone zone = new DnsZone(DnsConfig.of(List.of(ANY_PORT), "clusterset.local"));
        responder = DnsResponder.start(vertx, zone);
        zone.publish(View.empty(new ClusterId("east")), Set.of(), ClusterAddresses.NONE);
        Eventually.await("ready", () -> responder.statistics().ready());
        address = "127.0.0.1:" + responder.addresses().getFirst().getPort();
    }

    @AfterAll
    static void stop() {
        responder.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static CommandLineRun run(String line) throws IOException {
        return CommandLineRun.of(
                new FakeRegistry(), ("dns-config " + line).strip().split(" "));
    }

    @Test
    void printsOneTextAlone() throws IOException {
        CommandLineRun run = run("unbound --gateway 10.0.0.10 --gateway [fd00::1]:5353 --zone mesh.example");
        assertThat(run.status()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo("""
                # /etc/unbound/unbound.conf.d/mesh.example.conf, then: unbound-control reload
                server:
                    domain-insecure: "mesh.example"
                    private-domain: "mesh.example"
                stub-zone:
                    name: "mesh.example"
                    stub-addr: 10.0.0.10@53
                    stub-addr: fd00:0:0:0:0:0:0:1@5353
                """);
    }

    @Test
    void printsAllTextsForSeveralGateways() throws IOException {
        CommandLineRun run = run("--gateway 10.0.0.10,fd00::1");
        assertThat(run.out())
                .contains("forward . 10.0.0.10 fd00:0:0:0:0:0:0:1 {\n")
                .contains("kind: ConfigMap", "[Service]", "stub-zone:", "server=/clusterset.local/", "recursors = ");
        assertThat(run.status()).isZero();
    }

    @Test
    void printsJson() throws IOException {
        assertThat(run("dnsmasq --gateway 10.0.0.10 --output json").out())
                .contains("\"server\" : \"dnsmasq\"", "server=/clusterset.local/10.0.0.10#53\\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                                | --gateway=ADDRESS",
                "nsd --gateway 10.0.0.10                           | expected: coredns, nodelocal, kube-dns, systemd-resolved",
                "--gateway gateway.example                         | \"gateway.example\" is no address",
                "--gateway 10.0.0.10:0                             | has no port",
                "--gateway 0.0.0.0                                 | an address that others reach",
                "--gateway 10.0.0.10 --zone Cluster_Set            | dns.zone label",
                "--gateway 10.0.0.10 --zone a;b                    | dns.zone label",
                "--gateway 10.0.0.10 --resolver 10.0.0.2           | --check",
            })
    void explainsAWrongCommandLineInOneLine(String line, String named) throws IOException {
        CommandLineRun run = run(line);
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).hasSize(1).first().asString().contains(named, "--help");
    }

    @Test
    void provesThatAResolverKnowsTheZone() throws IOException {
        CommandLineRun run = run("--check --resolver " + address);
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains(address, "resolver", "yes", "forwards clusterset.local");
        assertThat(run.status()).isZero();
    }

    @Test
    void saysWhatToDoWhenAResolverDoesNot() throws IOException {
        CommandLineRun run = run("--check --zone other.local --gateway " + address + " --resolver " + address);
        assertThat(run.status()).isOne();
        assertThat(run.out()).contains("gateway ", "resolver ", "no ");
        assertThat(run.err().lines())
                .hasSize(1)
                .first()
                .asString()
                .contains("gateway " + address + " does not know other.local: REFUSED", "--zone");
    }

    @Test
    void failsWhenOneOfTheResolversDoesNotAnswer() throws IOException {
        CommandLineRun run = run("--check --output json --resolver " + address + ",127.0.0.1:1");
        assertThat(run.status()).isOne();
        assertThat(run.out()).contains("\"known\" : true", "\"known\" : false");
        assertThat(run.err()).contains("resolver 127.0.0.1:1 does not know clusterset.local: nothing listens there");
    }
}
