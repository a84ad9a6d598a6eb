// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.dns;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Protects people's own DNS from what {@code hanse dns-config} prints: each server as it is in Debian, in front of two real gateways and a server for
 * all other names. Those never reach a gateway and cost nothing where the gateways are gone; names of the zone survive one of two.
 */
final class ResolversIT {

    private static final Duration LIMIT = Eventually.LIMIT;
    private static final String UPSTREAM = "192.0.2.53";
    private static final String PRINTED = "printed.conf";
    private static final String FOREIGN_ADDRESS = "9.9.9.9";

    @RegisterExtension
    static final TestLab LAB = new TestLab();

    private static final List<TestHost> GATEWAY_HOSTS = new ArrayList<>();
    private static final List<TestProcess> GATEWAYS = new ArrayList<>();
    private static TestHost app;
    private static int asked;

    private final List<TestProcess> started = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        TestNetwork network = LAB.network("net");
        for (String address : List.of("192.0.2.1", "192.0.2.2")) {
            TestHost host = LAB.host("gw" + address.charAt(address.length() - 1));
            host.attach(network, address + "/24");
            GATEWAY_HOSTS.add(host);
            GATEWAYS.add(RealGateway.start(LAB, host, address, LAB.folder(host.name()), ""));
        }
        TestHost outside = LAB.host("outside");
        outside.attach(network, UPSTREAM + "/24");
        outside.start(
                        "upstream",
                        "dnsmasq",
                        "--keep-in-foreground",
                        "--log-facility=-",
                        "--user=root",
                        "--pid-file=",
                        "--no-hosts",
                        "--no-resolv",
                        "--conf-file=/dev/null",
                        "--local=/#/",
                        "--address=/there.example/" + FOREIGN_ADDRESS)
                .awaitLog("started, version", LIMIT);
        app = LAB.host("app");
        app.attach(network, "192.0.2.10/24");
    }

    @AfterEach
    void stopAndWake() {
        GATEWAYS.forEach(gateway -> gateway.signal("CONT"));
        started.reversed().forEach(TestProcess::close);
    }

    @ParameterizedTest
    @EnumSource
    void keepsForeignNamesApartAndSurvivesAGateway(LocalResolver resolver) throws IOException {
        TestProcess process = start(resolver);
        Eventually.eventually(
                "names resolve", LIMIT, () -> assertThat(web(resolver)).isEqualTo(RealGateway.WEB_ADDRESS));

        app.hanse("dns-config", "--check", "--resolver", resolver.address()).orFail();

        double before = refused();
        for (int i = 0; i < 10; i++) {
            foreign(resolver);
        }
        assertThat(refused()).isEqualTo(before);

        for (TestProcess gateway : GATEWAYS) {
            survives(gateway, resolver);
            process = restart(resolver, process);
        }
        for (TestProcess gateway : GATEWAYS) {
            survivesSlow(gateway, resolver);
        }

        GATEWAYS.forEach(gateway -> gateway.signal("STOP"));
        ask(resolver, "n" + asked++ + ".shop.svc.clusterset.local", 1, 1);
        for (int i = 0; i < 4; i++) {
            foreign(resolver);
        }
        GATEWAYS.forEach(gateway -> gateway.signal("CONT"));
        Eventually.eventually(
                "names resolve again", LIMIT, () -> assertThat(web(resolver)).isEqualTo(RealGateway.WEB_ADDRESS));
    }

    /** One of the two is the one that was asked last. */
    private static void survives(TestProcess gateway, LocalResolver resolver) {
        gateway.signal("STOP");
        for (int i = 0; i < 8; i++) {
            assertThat(name(resolver)).as("while %s is silent", gateway).contains("status: NXDOMAIN");
        }
        gateway.signal("CONT");
    }

    /** One of the two answers only now and then, most questions late and in one burst. */
    private static void survivesSlow(TestProcess gateway, LocalResolver resolver) {
        try (SlowProcess _ = SlowProcess.slow(gateway)) {
            for (int i = 0; i < 8; i++) {
                foreign(resolver);
                assertThat(name(resolver)).as("while %s is slow", gateway).contains("status: NXDOMAIN");
            }
        }
    }

    /** A server that knows nothing about its gateways yet. */
    private TestProcess restart(LocalResolver resolver, TestProcess process) throws IOException {
        resolver.undo(app, process, folder(resolver));
        process.close();
        TestProcess again = start(resolver);
        Eventually.eventually(
                "names resolve", LIMIT, () -> assertThat(web(resolver)).isEqualTo(RealGateway.WEB_ADDRESS));
        return again;
    }

    private TestProcess start(LocalResolver resolver) throws IOException {
        Path folder = folder(resolver);
        Path printed = Files.writeString(
                folder.resolve(PRINTED),
                app.hanse("dns-config", resolver.text(), "--gateway", "192.0.2.1,192.0.2.2")
                        .orFail()
                        .output());
        TestProcess process = resolver.start(app, folder, printed.toAbsolutePath(), UPSTREAM);
        started.add(process);
        return process;
    }

    private static Path folder(LocalResolver resolver) {
        return LAB.folder(resolver.text()).toAbsolutePath();
    }

    /** What a client is told of a name of the zone that nobody has asked for. */
    private static String name(LocalResolver resolver) {
        return ask(resolver, "n" + asked++ + ".shop.svc.clusterset.local", resolver.tries(), resolver.seconds());
    }

    private static String ask(LocalResolver resolver, String name, int tries, int seconds) {
        return app.run("dig", "@" + resolver.address(), "+tries=" + tries, "+time=" + seconds, name)
                .output();
    }

    private static String web(LocalResolver resolver) {
        return app.run("dig", "@" + resolver.address(), "+short", "+tries=1", RealGateway.WEB)
                .output()
                .strip();
    }

    /** Faster than any server asks a second time, though the machine may be busy. */
    private static void foreign(LocalResolver resolver) {
        assertThat(ask(resolver, "n" + asked++ + ".there.example", 1, 2)).contains(FOREIGN_ADDRESS);
        assertThat(ask(resolver, "n" + asked++ + ".missing.example", 1, 2)).contains("status: NXDOMAIN");
    }

    /** What the gateways refused: questions about names that are not theirs. */
    private static double refused() {
        return GATEWAY_HOSTS.stream()
                .flatMap(host -> host.run("curl", "-sf", "http://127.0.0.1:9481/metrics")
                        .orFail()
                        .output()
                        .lines())
                .filter(line -> line.startsWith("hanse_dns_answers_total") && line.contains("REFUSED"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
