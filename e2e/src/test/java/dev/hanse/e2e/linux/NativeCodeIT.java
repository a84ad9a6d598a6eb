// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.federation.Federation;
import dev.hanse.e2e.federation.GatewayFolder;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.e2e.host.TestProcess;
import dev.hanse.net.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Protects the roles where /tmp allows no execution, the root is read-only, or native code cannot be loaded at all. */
final class NativeCodeIT {

    private static final Duration LIMIT = Eventually.LIMIT;
    private static final String READY = "is ready after";

    /** The machine's own; what the launcher names is overruled. */
    private static final String NO_LIBRARIES = "-Djava.library.path=/does/not/exist";

    @RegisterExtension
    static final TestLab LAB = new TestLab();

    private static Federation federation;

    @BeforeAll
    static void start() {
        federation = Federation.start(LAB);
    }

    @Test
    void aControlPlaneStartsWithoutExecutionInTmpAndLeavesNothingThere() throws IOException {
        Path folder = LAB.folder("control-plane");
        Path config = controlPlane(folder, 9461);
        LockedDown place = LockedDown.of(LAB, federation.controlPlaneHost(), folder);
        for (int i = 0; i < 3; i++) {
            place.start("locked-control-plane", "control-plane", "--config", config.toString())
                    .awaitLog(READY, LIMIT)
                    .kill();
        }
        assertThat(place.libraries()).isEmpty();
        place.withoutTmp()
                .start("control-plane-without-tmp", "control-plane", "--config", config.toString())
                .awaitLog(READY, LIMIT)
                .stop(LIMIT);
    }

    @Test
    void aGatewayWithATunnelStartsWithoutExecutionInTmpAndLeavesNothingThere() throws IOException {
        GatewayFolder gateway = tunnelled("gateway", "red", 1).withToken(federation.token("red"));
        LockedDown place = locked(gateway);
        for (int i = 0; i < 3; i++) {
            TestProcess process = place.start("locked-gateway", words(gateway)).awaitLog(READY, LIMIT);
            assertThat(process.logText()).contains("tunnel up").doesNotContain("WARN", "ERROR");
            process.kill();
        }
        assertThat(place.libraries()).isEmpty();
        place.withoutTmp()
                .start("gateway-without-tmp", words(gateway))
                .awaitLog(READY, LIMIT)
                .stop(LIMIT);
    }

    @Test
    void aTokenIsNotSpentWhereNativeCodeCannotBeLoaded() throws IOException {
        GatewayFolder gateway = tunnelled("no-epoll", "orange", 2).withToken(federation.token("orange"));
        LockedDown place = locked(gateway);

        assertThat(GatewayFolder.refusalOf(place.with(NO_LIBRARIES).start("no-epoll", words(gateway))))
                .contains("native epoll transport cannot be loaded", "noexec");
        assertThat(gateway.file("data")).doesNotExist();
        assertThat(federation.operator("cluster", "list").output()).doesNotContain("orange");
        assertThat(GatewayFolder.refusalOf(place.with(NO_LIBRARIES).start("no-epoll-check", checking(gateway))))
                .contains("the configuration is good, but", "native epoll transport cannot be loaded");

        place.start("epoll-check", checking(gateway)).awaitExit(LIMIT);
        place.start("epoll", words(gateway)).awaitLog(READY, LIMIT).stop(LIMIT);
    }

    @Test
    void aStoreThatCannotBeOpenedIsNotToBeReplacedUnlessItIsDamaged() throws IOException {
        Path folder = LAB.folder("libraries");
        Path config = controlPlane(folder, 9462);
        Files.writeString(folder.resolve("libsqlitejdbc.so"), "no library");
        LockedDown place = LockedDown.of(LAB, federation.controlPlaneHost(), folder);
        String broken = "-Dorg.sqlite.lib.path=" + folder;
        String[] start = {"control-plane", "--config", config.toString()};

        assertThat(GatewayFolder.refusalOf(place.with(broken).start("no-sqlite", start)))
                .contains("SQLite's native library cannot be loaded", "libsqlitejdbc.so", "the store was not touched")
                .doesNotContain("backup");
        assertThat(GatewayFolder.refusalOf(place.with(broken)
                        .start("no-sqlite-check", "control-plane", "--check-config", "--config", config.toString())))
                .contains("the configuration is good, but", "SQLite's native library cannot be loaded");

        place.start("sqlite", start).awaitLog(READY, LIMIT).stop(LIMIT);
        Files.writeString(folder.resolve("data/federation.db"), "damaged".repeat(2000));
        assertThat(GatewayFolder.refusalOf(place.start("damaged", start)))
                .contains("is damaged", "restore the file from a backup");
    }

    private static GatewayFolder tunnelled(String label, String cluster, int number) throws IOException {
        return GatewayFolder.write(
                LAB,
                federation.gatewayHost(),
                label,
                cluster,
                "10." + number + ".0.0/16",
                "tunnel: {device: locked" + number + ", listen: \"0.0.0.0:5183" + number
                        + "\", advertise: [\"192.0.2.2:5183" + number + "\"]}\n");
    }

    private static LockedDown locked(GatewayFolder gateway) {
        return LockedDown.of(
                LAB,
                federation.gatewayHost(),
                Objects.requireNonNull(gateway.file("gateway.yaml").getParent()));
    }

    private static String[] words(GatewayFolder gateway) {
        return new String[] {"gateway", "--config", gateway.file("gateway.yaml").toString()};
    }

    private static String[] checking(GatewayFolder gateway) {
        return new String[] {
            "gateway",
            "--check-config",
            "--config",
            gateway.file("gateway.yaml").toString()
        };
    }

    private static Path controlPlane(Path folder, int port) throws IOException {
        return Files.writeString(folder.resolve("control-plane.yaml"), """
                cluster-set: locked
                name: cp-1
                data-dir: data
                listen: 127.0.0.1:%d
                status-listen: 127.0.0.1:0
                """.formatted(port));
    }
}
