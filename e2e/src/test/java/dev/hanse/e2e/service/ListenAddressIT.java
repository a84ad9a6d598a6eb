// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.federation.Federation;
import dev.hanse.e2e.federation.GatewayFolder;
import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.net.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Protects a role that is started before its address is there, as systemd does again and again: it ends and says which address of which setting it
 * wants, and once that is there the next start works, with the join token of the first.
 */
final class ListenAddressIT {

    private static final Duration LIMIT = Eventually.LIMIT;

    @RegisterExtension
    static final TestLab LAB = new TestLab();

    private static Federation federation;

    @BeforeAll
    static void start() {
        federation = Federation.start(LAB);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            tunnel.listen | 198.51.100.1 | tunnel: {advertise: ["198.51.100.1:51820"], listen: "198.51.100.1:51820"}
            dns.listen    | 198.51.100.2 | dns: {listen: ["198.51.100.2:5353"]}
            status-listen | 198.51.100.3 | status-listen: 198.51.100.3:9481
            """)
    void aGatewayStartsOnceItsAddressIsThereWithTheSameToken(String setting, String address, String line)
            throws IOException {
        String cluster = setting.replace('.', '-');
        int net = Integer.parseInt(address.substring(address.length() - 1));
        GatewayFolder gateway = GatewayFolder.write(
                        LAB, federation.gatewayHost(), cluster, cluster, "10." + net + ".0.0/16", "")
                .withToken(federation.token(cluster));
        Path config = gateway.file("gateway.yaml");
        String others = Files.readString(config)
                .lines()
                .filter(each -> !each.startsWith(line.substring(0, line.indexOf(':'))))
                .reduce("", (all, each) -> all + each + "\n");
        Files.writeString(config, others + line + "\n");

        for (int attempt = 0; attempt < 2; attempt++) {
            assertThat(gateway.refusal()).contains(address, setting);
        }
        give(federation.gatewayHost(), address);
        gateway.startReady().stop(LIMIT);
    }

    @Test
    void aControlPlaneStartsOnceItsAddressIsThere() throws IOException {
        TestHost host = LAB.host("late-cp");
        String config = controlPlane("listen: 198.51.100.9:9443\nstatus-listen: 127.0.0.1:9480\n");
        String[] start = {"control-plane", "--config", config};
        assertThat(GatewayFolder.refusalOf(host.startHanse("late", start)))
                .contains("listen 198.51.100.9:9443", "an address that \"ip address\" shows");
        give(host, "198.51.100.9");
        host.startHanse("late", start).awaitLog("is ready after", LIMIT).stop(LIMIT);
    }

    private static String controlPlane(String listen) throws IOException {
        Path config = LAB.folder("late-control-plane").resolve("control-plane.yaml");
        return Files.writeString(config, "cluster-set: e2e\nname: cp-1\ndata-dir: data\n" + listen)
                .toString();
    }

    private static void give(TestHost host, String address) {
        host.ip("addr", "add", address + "/32", "dev", "lo");
    }
}
