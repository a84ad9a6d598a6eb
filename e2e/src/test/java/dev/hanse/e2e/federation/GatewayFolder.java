// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.federation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.Distribution;
import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.e2e.host.TestProcess;
import dev.hanse.net.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A gateway without a tunnel, its configuration and its data, in a folder of its own. */
public final class GatewayFolder {

    private static final Duration LIMIT = Eventually.LIMIT;

    private final TestHost host;
    private final String label;
    private final Path folder;

    private GatewayFolder(TestHost host, String label, Path folder) {
        this.host = host;
        this.label = label;
        this.folder = folder;
    }

    /**
     * Writes the configuration of gateway {@code gw-1}.
     *
     * @param label names folder and log
     * @param more further keys
     */
    public static GatewayFolder write(
            TestLab lab, TestHost host, String label, String cluster, String podPrefix, String more)
            throws IOException {
        return write(lab, host, label, cluster, podPrefix, "127.0.0.1:0", "127.0.0.1:0", more);
    }

    /**
     * As above.
     *
     * @param dns where it answers DNS
     * @param status where it says how it is
     */
    public static GatewayFolder write(
            TestLab lab,
            TestHost host,
            String label,
            String cluster,
            String podPrefix,
            String dns,
            String status,
            String more)
            throws IOException {
        Path folder = lab.folder(label);
        Files.writeString(folder.resolve("gateway.yaml"), """
                cluster: %s
                name: gw-1
                data-dir: data
                join-token-file: join-token
                pod-prefixes: [%s]
                status-listen: %s
                dns: {listen: ["%s"]}
                """.formatted(cluster, podPrefix, status, dns) + more);
        return new GatewayFolder(host, label, folder);
    }

    /** Gives it a token to join with. */
    public GatewayFolder withToken(String token) throws IOException {
        Files.writeString(folder.resolve("join-token"), token + "\n");
        return this;
    }

    /** A file of its folder. */
    public Path file(String name) {
        return folder.resolve(name);
    }

    /** Starts it, under the command that the given words begin with. */
    public TestProcess start(String... wrapper) {
        if (wrapper.length == 0) {
            return host.startHanse(
                    label, "gateway", "--config", file("gateway.yaml").toString());
        }
        List<String> command = new ArrayList<>(List.of(wrapper));
        command.addAll(List.of(
                Distribution.executable(),
                "gateway",
                "--config",
                file("gateway.yaml").toString()));
        return host.start(label, Distribution.environment(), command);
    }

    /** Starts it and waits until it serves. */
    public TestProcess startReady() {
        return start().awaitLog("is ready after", LIMIT);
    }

    /** Starts it and returns the one line with which it refuses to run. */
    public String refusal(String... wrapper) {
        return refusalOf(start(wrapper));
    }

    /** Waits for the end of a process that must not run, and returns the one line that says why. */
    public static String refusalOf(TestProcess process) {
        assertThat(process.awaitExit(LIMIT)).as(process.logText()).isOne();
        return oneLine(process.logText());
    }

    /** The one line of a failure; there is no stack trace beside it. */
    public static String oneLine(String printed) {
        assertThat(printed).doesNotContain("\tat ");
        List<String> lines =
                printed.lines().filter(line -> line.startsWith("hanse: ")).toList();
        assertThat(lines).as(printed).hasSize(1);
        return lines.getFirst();
    }
}
