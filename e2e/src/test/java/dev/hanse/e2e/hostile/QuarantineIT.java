// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.hostile;

import static dev.hanse.e2e.hostile.AttackKind.LARGE_ITEMS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.federation.Federation;
import dev.hanse.e2e.federation.GatewayFolder;
import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.e2e.host.TestProcess;
import dev.hanse.net.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Protects a start from what was stored under larger quotas, which are shares of the heap: it stays out, and is refused when it is said again. */
final class QuarantineIT {

    private static final Duration LIMIT = Eventually.LIMIT;

    @RegisterExtension
    static final TestLab LAB = new TestLab();

    @Test
    void whatPassesTodaysQuotasStaysOutOfTheStart() throws IOException {
        Federation roomy = Federation.start(LAB, "-Xmx1536m");
        TestProcess honest = honestGateway(roomy);
        awaitService(roomy, "shop/kept");
        TestHost evil = LAB.host("evil");
        evil.attach(roomy.network(), "192.0.2.9/24");
        TestProcess attack = evil.startJava(
                "attack",
                HostileProcess.class,
                // Ended below: it has to go on after the restart, however slow the machine is.
                "900",
                "192.0.2.9",
                LARGE_ITEMS + "=" + roomy.token(LARGE_ITEMS.cluster()));
        Eventually.eventually(
                "more than today's quota is held",
                LIMIT,
                () -> assertThat(metric(roomy, "hanse_exports_octets")).isGreaterThan(100e6));

        Federation tight = roomy.restarted();

        assertThat(metric(tight, "hanse_quarantined")).isPositive();
        assertThat(tight.operator("audit", "--action", "state.load").orFail().output())
                .contains("QUARANTINED", LARGE_ITEMS.cluster() + "/gw-1");
        awaitService(tight, "shop/kept");
        Eventually.eventually(
                "it is refused when it is said again",
                LIMIT,
                () -> assertThat(metric(tight, "hanse_exchange_items_refused_total"))
                        .isPositive());
        assertThat(metric(tight, "hanse_exports_octets")).isLessThan(40e6);
        assertThat(tight.controlPlane().process().isAlive()).isTrue();
        assertThat(honest.isAlive()).isTrue();
        attack.close();
    }

    private static TestProcess honestGateway(Federation federation) throws IOException {
        GatewayFolder folder = federation.fileGateway("north", "10.1.0.0/16");
        Files.writeString(folder.file("exports.yaml"), """
                services:
                  - name: shop/kept
                    ports: [{port: 80}]
                    endpoints: [{address: 10.1.0.1}]
                """);
        return folder.startReady();
    }

    private static void awaitService(Federation federation, String service) {
        Eventually.eventually(
                service + " is exported",
                LIMIT,
                () -> assertThat(federation.operator("service", "list").output())
                        .containsPattern(service + " .* 1/1"));
    }

    private static double metric(Federation federation, String name) {
        return Metrics.of(federation).get(name);
    }
}
