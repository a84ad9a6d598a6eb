// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.golden;

import dev.hanse.cli.HanseCommandLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects what both roles log, as processes: from the first start over a lost control plane and a broken file to the end. */
final class LogGoldenTest {

    private static final String STATUS_PORT = "status on 127.0.0.1:(\\d+)";
    private static final String DNS_PORT = "serves, DNS on \\[127.0.0.1:(\\d+)";
    private static final String EXPORTS = """
        services:
          - {name: shop/web, ports: [{port: 80}], endpoints: [{address: 10.10.1.10}]}
          - {name: shop/api, ports: [{port: 80}], endpoints: [{address: 10.99.1.10}]}
        """;

    /** 10.10.1.77, as a view has it. */
    private static final String CORRECTED = "\n\n\001M";

    private final List<HanseProcess> processes = new ArrayList<>();
    private final StringBuilder seen = new StringBuilder();

    @TempDir
    private Path folder;

    @AfterEach
    void end() {
        processes.forEach(HanseProcess::close);
    }

    @Test
    void rolesLogThis() throws Exception {
        HanseProcess controlPlane = controlPlane("0");
        note("control plane: first start", controlPlane.awaitLines("is ready"));
        String port = controlPlane.find("serves on 127.0.0.1:(\\d+)");

        Files.writeString(folder.resolve("token"), hanse(port, "token", "create", "east"));
        replace("exports.yaml", EXPORTS);
        HanseProcess gateway = gateway();
        note("gateway: first start", gateway.awaitLines("is ready", "link: up", "export shop/api"));
        note("control plane: a gateway joins", controlPlane.awaitLines("has connected", "exported items refused"));

        replace("exports.yaml", "services: [\n");
        note("gateway: exports file broken", gateway.awaitLines("cannot be read"));
        replace("exports.yaml", EXPORTS.replace("10.99.1.10", "10.10.1.77"));
        note("gateway: exports file correct", gateway.awaitLines("read again"));
        awaitServed(gateway);

        note("control plane: ends", controlPlane.end());
        note("gateway: control plane gone", gateway.awaitLines("link: lost", "link: no connection"));
        note("gateway: ends", gateway.end());
        HanseProcess again = gateway();
        note("gateway: second start, no control plane", again.awaitLines("is ready", "link: no connection"));

        HanseProcess controlPlaneAgain = controlPlane(port);
        note("control plane: second start", controlPlaneAgain.awaitLines("is ready"));
        note("gateway: control plane back", again.awaitLines("link: up"));
        note("control plane: gateway back", controlPlaneAgain.awaitLines("has connected"));
        note("gateway: ends again", again.end());
        note("control plane: gateway has left", controlPlaneAgain.awaitLines("has left"));
        note("control plane: ends again", controlPlaneAgain.end());

        Normaliser normaliser = new Normaliser()
                .forms()
                .folder(folder)
                .replace(":" + port, ":<port>")
                .replace(":" + controlPlane.find(STATUS_PORT), ":<status port>")
                .replace(":" + controlPlaneAgain.find(STATUS_PORT), ":<status port>")
                .replace(":" + gateway.find(DNS_PORT), ":<DNS port>")
                .replace(":" + again.find(DNS_PORT), ":<DNS port>");
        GoldenFile.of("log/roles.txt").check(normaliser.normal(seen.toString()));
    }

    private void note(String phase, String lines) {
        seen.append("\n=== ").append(phase).append('\n').append(lines);
    }

    private HanseProcess controlPlane(String port) throws IOException {
        Path config = Files.writeString(folder.resolve("control-plane.yaml"), """
            cluster-set: demo
            name: cp-1
            data-dir: cp
            listen: 127.0.0.1:%s
            status-listen: 127.0.0.1:0
            """.formatted(port));
        return started("control-plane", config);
    }

    private HanseProcess gateway() throws IOException {
        Path config = Files.writeString(folder.resolve("gateway.yaml"), """
            cluster: east
            name: gw-1
            data-dir: gw
            join-token-file: token
            pod-prefixes: [10.10.0.0/16]
            status-listen: 127.0.0.1:0
            dns: {listen: ["127.0.0.1:0"]}
            sources: {file: {path: exports.yaml}}
            """);
        return started("gateway", config);
    }

    private HanseProcess started(String role, Path config) throws IOException {
        HanseProcess process = HanseProcess.start(
                folder.resolve(role + "-" + processes.size() + ".log"), role, "--config", config.toString());
        processes.add(process);
        return process;
    }

    private String hanse(String port, String... words) {
        return new HanseCommandLine(
                        Clock.systemUTC(),
                        Map.of(
                                "HANSE_SERVER",
                                "127.0.0.1:" + port,
                                "HANSE_CREDENTIALS",
                                folder.resolve("cp/operator").toString()))
                .run(List.of(words))
                .out();
    }

    /** What the correct file exports has come back in the view and was kept, so that nothing of it is said later, and the next start goes on from there. */
    private void awaitServed(HanseProcess gateway) throws Exception {
        int port = Integer.parseInt(gateway.find(DNS_PORT));
        InetSocketAddress dns = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
        Federation.await("an address of the corrected service", () -> answers(dns) > 0);
        Federation.await(
                "the corrected address in the view that is kept",
                () -> keptView().contains(CORRECTED));
    }

    private String keptView() {
        Path file = folder.resolve("gw/view.state");
        try {
            return Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int answers(InetSocketAddress dns) {
        try {
            return DnsQuestion.ask(dns, "api.shop.svc.clusterset.local");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void replace(String name, String text) throws IOException {
        Path fresh = Files.writeString(folder.resolve("fresh"), text);
        Files.move(fresh, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
}
