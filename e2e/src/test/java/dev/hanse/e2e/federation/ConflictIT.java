// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.federation;

import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.net.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Protects owners of a service from each other: where two clusters export it differently, both see where and what, and both see that it has ended. */
final class ConflictIT {

    private static final Duration LIMIT = Eventually.LIMIT;
    private static final String EAST_STATUS = "127.0.0.1:9481";
    private static final String WEST_STATUS = "127.0.0.1:9482";
    private static final String NUMBERS = "http is 80/TCP in east and 8080/TCP in west";
    private static final String AFFINITY = "None in east and ClientIP in west";

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
    void bothClustersSeeAConflictAndItsEnd() throws IOException {
        GatewayFolder east = gateway("east", "10.1.0.0/16", EAST_STATUS, "127.0.0.1:5351");
        GatewayFolder west = gateway("west", "10.2.0.0/16", WEST_STATUS, "127.0.0.1:5352");
        export(east, "ports: [{name: http, port: 80}]", "10.1.0.1");
        export(west, "session-affinity: client-ip, ports: [{name: http, port: 8080}]", "10.2.0.1");
        east.startReady();
        eventually("east exports", LIMIT, () -> assertThat(show()).contains("10.1.0.1"));
        west.startReady();

        eventually("the operator sees it on both", LIMIT, () -> {
            String shown = show();
            assertThat(shown).containsPattern("east +Conflict +ports: .*" + NUMBERS);
            assertThat(shown).containsPattern("west +Conflict +ports: .*" + NUMBERS);
            assertThat(shown).contains("PortConflict,SessionAffinityConflict", AFFINITY);
        });
        for (String status : new String[] {EAST_STATUS, WEST_STATUS}) {
            eventually(
                    "its gateway is told",
                    LIMIT,
                    () -> assertThat(status(status))
                            .contains("PortConflict,SessionAffinityConflict", NUMBERS, AFFINITY));
        }

        export(west, "ports: [{name: http, port: 80}]", "10.2.0.1");

        eventually(
                "it ends for the operator",
                LIMIT,
                () -> assertThat(show()).contains("10.2.0.1").doesNotContain("Conflict=True", NUMBERS));
        for (String status : new String[] {EAST_STATUS, WEST_STATUS}) {
            eventually(
                    "it ends at its gateway",
                    LIMIT,
                    () -> assertThat(status(status)).contains("NoConflicts").doesNotContain("PortConflict"));
        }
    }

    private GatewayFolder gateway(String cluster, String prefix, String status, String dns) throws IOException {
        return GatewayFolder.write(
                        lab, host, cluster, cluster, prefix, dns, status, "sources: {file: {path: exports.yaml}}\n")
                .withToken(federation.token(cluster));
    }

    private static void export(GatewayFolder gateway, String fields, String address) throws IOException {
        Path next = Files.writeString(
                gateway.file("next"),
                "services: [{name: shop/web, " + fields + ", endpoints: [{address: " + address + "}]}]\n");
        Files.move(next, gateway.file("exports.yaml"), StandardCopyOption.ATOMIC_MOVE);
    }

    private String show() {
        return federation.operator("service", "show", "shop/web").output();
    }

    private String status(String address) {
        return host.run("curl", "-sS", "--max-time", "3", "http://" + address + "/status")
                .output();
    }
}
