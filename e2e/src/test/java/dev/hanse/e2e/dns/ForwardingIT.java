// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.CommandResult;
import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.e2e.host.TestNetwork;
import dev.hanse.e2e.host.TestProcess;
import dev.hanse.net.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Protects {@code hanse dns-config}: what it prints works in real DNS servers, exactly as it is printed, and {@code --check}
 * tells whether it does. Each server runs beside an application and refuses private addresses where it can, as many do; behind it is a real gateway.
 */
final class ForwardingIT {

    private static final Duration LIMIT = Eventually.LIMIT;
    private static final String GATEWAY = "192.0.2.1";

    @RegisterExtension
    static final TestLab LAB = new TestLab();

    private static TestHost gateway;
    private static TestHost app;

    private final List<TestProcess> started = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        TestNetwork pods = LAB.network("pods");
        gateway = LAB.host("gateway");
        gateway.attach(pods, GATEWAY + "/24");
        app = LAB.host("app");
        app.attach(pods, "192.0.2.10/24");
        app.nameserver("127.0.0.1");
        RealGateway.start(LAB, gateway, GATEWAY, LAB.folder("gateway"), "");
    }

    @AfterEach
    void stopServers() {
        started.reversed().forEach(TestProcess::close);
    }

    @Test
    void dnsmasqForwardsWithWhatIsPrinted() throws IOException {
        startDnsmasq("dnsmasq-before");
        assertThat(refusal("--check"))
                .isEqualTo(
                        "hanse: resolver 127.0.0.1:53 does not know clusterset.local: NXDOMAIN: it does not forward the zone;"
                                + " configure it as 'hanse dns-config --gateway ADDRESS' says");
        stopServers();

        startDnsmasq("dnsmasq", "--conf-file=" + printed("dnsmasq"));
        proveForwarding();
    }

    @Test
    void namesTheSettingOfDnsmasqThatStripsPrivateAddresses() {
        startDnsmasq("dnsmasq-strips", "--conf-file=/dev/null", "--server=/clusterset.local/" + GATEWAY);
        assertThat(refusal("--check"))
                .startsWith("hanse: resolver 127.0.0.1:53 does not give all answers about clusterset.local:"
                        + " it strips private addresses")
                .contains("'rebind-domain-ok=/clusterset.local/' in dnsmasq");
    }

    /** Without upstream servers, so that nothing but the printed text leads anywhere. */
    private void startDnsmasq(String label, String... more) {
        List<String> command = new ArrayList<>(List.of(
                "dnsmasq",
                "--keep-in-foreground",
                "--log-facility=-",
                "--user=root",
                "--pid-file=",
                "--no-hosts",
                "--no-resolv",
                "--listen-address=127.0.0.1",
                "--bind-interfaces",
                "--local=/local/",
                "--stop-dns-rebind"));
        command.addAll(more.length == 0 ? List.of("--conf-file=/dev/null") : List.of(more));
        started.add(app.start(label, command.toArray(String[]::new)).awaitLog("started, version", LIMIT));
    }

    @Test
    void unboundForwardsWithWhatIsPrinted() throws IOException {
        started.add(app.start(
                        "unbound",
                        "unbound",
                        "-d",
                        "-c",
                        unboundConfig(printed("unbound")).toString())
                .awaitLog("start of service", LIMIT));
        proveForwarding();
    }

    @Test
    void namesTheSettingOfUnboundThatStripsPrivateAddresses() throws IOException {
        Path printed = printed("unbound");
        Path without = Files.writeString(
                LAB.folder("unbound-strips").resolve("unbound.conf"),
                Files.readString(printed).replace("private-domain: \"clusterset.local\"", ""));
        started.add(app.start(
                        "unbound-strips",
                        "unbound",
                        "-d",
                        "-c",
                        unboundConfig(without).toString())
                .awaitLog("start of service", LIMIT));
        assertThat(refusal("--check"))
                .contains("it strips private addresses", "'private-domain: \"clusterset.local\"' in Unbound");
    }

    /** Validates, and has no way to the root: only what is said about the zone lets it answer. */
    private static Path unboundConfig(Path text) throws IOException {
        return Files.writeString(text.resolveSibling("server.conf"), """
                server:
                    directory: ""
                    chroot: ""
                    username: ""
                    pidfile: ""
                    use-syslog: no
                    logfile: ""
                    do-daemonize: no
                    interface: 127.0.0.1
                    access-control: 127.0.0.0/8 allow
                    private-address: 10.0.0.0/8
                    trust-anchor: ". IN DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D"
                remote-control:
                    control-enable: no
                include: "%s"
                """.formatted(text.toAbsolutePath()));
    }

    @Test
    void consulForwardsWithWhatIsPrinted() throws IOException {
        started.add(app.start(
                        "consul",
                        "consul",
                        "agent",
                        "-dev",
                        "-bind=127.0.0.1",
                        "-dns-port=53",
                        "-config-format=hcl",
                        "-config-file=" + printed("consul"))
                .awaitLog("Started DNS server", LIMIT));
        proveForwarding();
    }

    @Test
    void saysThatNoServerRuns() {
        assertThat(refusal("--check"))
                .isEqualTo("hanse: resolver 127.0.0.1:53 does not know clusterset.local: nothing listens there;"
                        + " see that it runs and that this host may ask it over UDP");
    }

    @Test
    void tellsAGatewayThatIsAwayFromAServerThatDoesNotForward() throws IOException {
        Path text = LAB.folder("away").resolve("dnsmasq.conf");
        Files.writeString(
                text, hanse("dns-config", "dnsmasq", "--gateway", "192.0.2.99").output());
        startDnsmasq("dnsmasq-away", "--conf-file=" + text);
        assertThat(refusal("--check", "--gateway", "192.0.2.99"))
                .contains("gateway 192.0.2.99:53 does not know clusterset.local", "; see that it runs");
        assertThat(hanse("dns-config", "--check", "--gateway", GATEWAY, "--resolver", GATEWAY)
                        .output())
                .containsPattern("192.0.2.1:53 +gateway +yes");
    }

    private static Path printed(String server) throws IOException {
        Path file = LAB.folder(server).resolve(server + ".conf");
        return Files.writeString(
                file, hanse("dns-config", server, "--gateway", GATEWAY).output());
    }

    private static void proveForwarding() {
        Eventually.eventually(
                "the check passes",
                LIMIT,
                () -> assertThat(app.hanse("dns-config", "--check").orFail().output())
                        .containsPattern("127.0.0.1:53 +resolver +yes +forwards clusterset.local"));
        assertThat(app.run("dig", "+short", "+tries=1", RealGateway.WEB)
                        .output()
                        .strip())
                .isEqualTo(RealGateway.WEB_ADDRESS);
        assertThat(app.run("dig", "+tries=1", "nobody.shop.svc.clusterset.local")
                        .output())
                .contains("status: NXDOMAIN");
    }

    private static CommandResult hanse(String... words) {
        return app.hanse(words).orFail();
    }

    /** The one line with which the verb fails. */
    private static String refusal(String... words) {
        List<String> command = new ArrayList<>(List.of("dns-config"));
        command.addAll(List.of(words));
        CommandResult result = app.hanse(command.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.output()).isOne();
        assertThat(result.output()).doesNotContain("\tat ");
        List<String> lines = result.output()
                .lines()
                .filter(line -> line.startsWith("hanse: "))
                .toList();
        assertThat(lines).as(result.output()).hasSize(1);
        return lines.getFirst();
    }
}
