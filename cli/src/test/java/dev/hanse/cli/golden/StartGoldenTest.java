// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.golden;

import dev.hanse.cli.HanseCommandLine;
import dev.hanse.gateway.Gateway;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Protects why a role does not start although its file is right: ports, files and identities that are not as they should be. */
final class StartGoldenTest {

    private static final long PATIENCE_SECONDS = 120;

    private final HanseCommandLine hanse = new HanseCommandLine(Clock.systemUTC(), Map.of());

    @TempDir
    private Path folder;

    @Test
    @Timeout(PATIENCE_SECONDS)
    void rolesDoNotStartSo() throws Exception {
        try (Federation federation = Federation.start(folder)) {
            Gateway gateway = federation.gateway("east", federation.token("east"), """
                cluster: east
                name: gw-1
                pod-prefixes: [10.10.0.0/16]
                dns: {listen: ["127.0.0.1:0"]}
                """);
            files();
            Map<String, Integer> ports = Map.of(
                    "<port of control plane>",
                            federation.controlPlane().address().getPort(),
                    "<port of control plane status>",
                            federation.controlPlane().statusAddress().getPort(),
                    "<port of gateway status>", gateway.statusAddress().getPort(),
                    "<port of DNS>", gateway.dnsAddresses().getFirst().getPort());
            GoldenCase.checkAll("start/errors.txt", each -> failed(each, ports));
        }
    }

    private void files() throws IOException {
        Files.writeString(folder.resolve("file"), "no directory\n");
        Path key = Files.writeString(folder.resolve("text"), "no PEM\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Path member = Files.createDirectory(
                folder.resolve("member"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path corrupt = Files.createDirectory(
                folder.resolve("corrupt"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        for (String name : List.of("identity.pem", "control-plane-addresses")) {
            Files.copy(folder.resolve("east/data").resolve(name), member.resolve(name));
            Files.writeString(corrupt.resolve(name), "garbage\n");
        }
    }

    private Map<String, String> failed(GoldenCase each, Map<String, Integer> ports) {
        String role = Stream.of("gateway", "control-plane")
                .filter(name -> each.input().containsKey(name + ".yaml"))
                .findFirst()
                .orElseThrow();
        String text = each.text(role + ".yaml");
        Normaliser normaliser = new Normaliser().folder(folder);
        for (Map.Entry<String, Integer> port : ports.entrySet()) {
            text = text.replace(port.getKey(), port.getValue().toString());
            normaliser.replace(":" + port.getValue(), ":" + port.getKey());
            normaliser.replace("port " + port.getValue(), "port " + port.getKey());
        }
        try {
            Path config = Files.writeString(folder.resolve(role + "-start.yaml"), text);
            HanseCommandLine.Run run = hanse.run(List.of(role, "--config", config.toString()));
            return Map.of("exit " + run.status(), normaliser.normal(run.out() + run.err()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
