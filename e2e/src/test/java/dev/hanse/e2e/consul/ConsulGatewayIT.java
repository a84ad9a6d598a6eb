// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.consul;

import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.federation.Federation;
import dev.hanse.e2e.federation.GatewayFolder;
import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.e2e.host.TestProcess;
import dev.hanse.net.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Protects a real gateway's exports from what its host does to it: the agent's name leads elsewhere, the clock jumps; and its answers from a control plane that is away. Most of it waits, so that tests run beside each other. */
@Execution(ExecutionMode.CONCURRENT)
final class ConsulGatewayIT {

    private static final Duration LIMIT = Eventually.LIMIT;
    private static final String OLD = "127.0.0.1";
    private static final String NEW = "127.0.0.2";

    @RegisterExtension
    final TestLab lab = new TestLab();

    private Federation federation;
    private TestHost host;

    @BeforeEach
    void start() {
        federation = Federation.start(lab);
        host = federation.gatewayHost();
    }

    @Test
    void anAgentWhoseNameIsMovedInHosts() throws IOException {
        host.hosts(OLD + " consul.test");
        followsTheName(() -> host.hosts(NEW + " consul.test"));
    }

    @Test
    void anAgentWhoseNameIsMovedInDns() throws IOException {
        Path names = Files.writeString(lab.folder("dnsmasq").resolve("names"), OLD + " consul.test\n");
        TestProcess dnsmasq = host.start(
                "dnsmasq",
                "dnsmasq",
                "--keep-in-foreground",
                "--conf-file=/dev/null",
                "--no-resolv",
                "--no-hosts",
                "--addn-hosts=" + names,
                "--listen-address=127.0.0.1",
                "--bind-interfaces",
                "--local-ttl=1",
                "--user=root",
                "--pid-file=",
                "--log-facility=-");
        host.nameserver("127.0.0.1");
        followsTheName(() -> {
            Files.writeString(names, NEW + " consul.test\n");
            dnsmasq.signal("HUP");
        });
    }

    private interface Move {
        void run() throws IOException;
    }

    private void followsTheName(Move move) throws IOException {
        TestProcess agent = agent(OLD);
        register(OLD, "web", "10.1.0.10");
        GatewayFolder gateway = gateway("consul.test");
        gateway.startReady();
        awaitExported("shop/web");

        agent.kill();
        move.run();
        agent(NEW);
        register(NEW, "late", "10.1.0.30");
        awaitExported("shop/web", "shop/late");
        eventually("the source is fresh", LIMIT, () -> assertThat(metrics()).contains("stale{source=\"consul\"} 0.0"));
    }

    @Test
    void aClockThatJumps() throws IOException {
        host.clock();
        agent(OLD);
        register(OLD, "web", "10.1.0.10");
        TestProcess gateway = gateway(OLD).startReady();
        awaitExported("shop/web");

        host.clock().set(Duration.ofHours(5));
        register(OLD, "ahead", "10.1.0.11");
        awaitServices(2);
        host.clock().set(Duration.ofHours(-5));
        register(OLD, "behind", "10.1.0.12");
        awaitServices(3);
        host.clock().set(Duration.ZERO);
        register(OLD, "late", "10.1.0.30");
        awaitExported("shop/web", "shop/ahead", "shop/behind", "shop/late");
        assertThat(gateway.logText()).doesNotContain("source consul: cannot be read");
    }

    @Test
    void aControlPlaneThatIsKilled() throws IOException {
        agent(OLD);
        register(OLD, "web", "10.1.0.10");
        GatewayFolder folder = gateway(OLD);
        TestProcess gateway = folder.startReady();
        awaitExported("shop/web");
        awaitAnswer("web", "10.1.0.10");

        federation.controlPlane().process().kill();
        register(OLD, "web", "10.1.0.11");
        register(OLD, "late", "10.1.0.30");
        awaitAnswer("web", "10.1.0.11");
        awaitAnswer("late", "10.1.0.30");

        gateway.kill();
        folder.startReady();
        awaitAnswer("web", "10.1.0.11");
        awaitAnswer("late", "10.1.0.30");
        assertThat(metrics()).as("nobody has merged it").contains("hanse_view_from_state 1.0");
    }

    private void awaitAnswer(String service, String address) {
        eventually(
                service + " is at " + address,
                LIMIT,
                () -> assertThat(host.run(
                                        "dig",
                                        "+short",
                                        "+tries=1",
                                        "-p",
                                        "5353",
                                        "@127.0.0.1",
                                        service + ".shop.svc.clusterset.local",
                                        "A")
                                .orFail()
                                .output()
                                .strip())
                        .isEqualTo(address));
    }

    private void awaitServices(int count) {
        eventually(
                "the source has " + count + " services",
                LIMIT,
                () -> assertThat(metrics())
                        .contains("services{source=\"consul\"} " + count + ".0", "stale{source=\"consul\"} 0.0"));
    }

    private void awaitExported(String... services) {
        eventually(
                "all are exported",
                LIMIT,
                () -> assertThat(federation.operator("service", "list").output())
                        .contains(services));
    }

    private String metrics() {
        return host.run("curl", "-sS", "--max-time", "20", "http://127.0.0.1:9481/metrics")
                .output();
    }

    private GatewayFolder gateway(String consul) throws IOException {
        return GatewayFolder.write(
                        lab,
                        host,
                        "gateway",
                        "east",
                        "10.1.0.0/16",
                        "127.0.0.1:5353",
                        "127.0.0.1:9481",
                        "sources: {consul: {address: \"http://" + consul + ":8500\"}}\n")
                .withToken(federation.token("east"));
    }

    /** A Consul that is alone on the host, over the same data whatever its address. */
    private TestProcess agent(String address) {
        return host.start(
                "consul",
                "consul",
                "agent",
                "-server",
                "-bootstrap-expect=1",
                "-node=node-1",
                "-bind=127.0.0.1",
                "-client=" + address,
                "-data-dir=" + lab.folder("consul"));
    }

    private void register(String agent, String name, String address) {
        String[] command = {
            "consul",
            "services",
            "register",
            "-http-addr=http://" + agent + ":8500",
            "-name=" + name,
            "-port=80",
            "-address=" + address,
            "-meta=clusterset-export=true",
            "-meta=clusterset-namespace=shop"
        };
        eventually(Arrays.toString(command), LIMIT, () -> host.run(command).orFail());
    }
}
