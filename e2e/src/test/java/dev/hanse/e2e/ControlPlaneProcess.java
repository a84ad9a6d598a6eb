// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e;

import dev.hanse.e2e.host.Distribution;
import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.e2e.host.TestProcess;
import dev.hanse.net.testing.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A {@code hanse control-plane} on a test host.
 *
 * @param process its process
 * @param address {@code host:port} of its gRPC
 * @param credentials folder with the operator's credentials
 */
public record ControlPlaneProcess(TestProcess process, String address, Path credentials) {
    /** How long an orderly end may take. */
    public static final Duration STOP_LIMIT = Eventually.LIMIT;

    private static final Duration START_LIMIT = Eventually.LIMIT;

    /** Starts it on port 9443 of an address of the host and waits until it serves. */
    public static ControlPlaneProcess start(TestLab lab, TestHost host, String ipAddress) {
        return start(lab, host, ipAddress, "control-plane", "");
    }

    /**
     * As above. Started again on the same host, it goes on with its data.
     *
     * @param label names its log: another one for each start
     * @param javaOptions further options of Java
     */
    public static ControlPlaneProcess start(
            TestLab lab, TestHost host, String ipAddress, String label, String javaOptions) {
        Path folder = lab.folder("control-plane-" + host.name());
        Path data = folder.resolve("data");
        String address = ipAddress + ":9443";
        Path config = write(folder.resolve("control-plane.yaml"), """
                cluster-set: e2e
                name: cp-1
                data-dir: %s
                listen: %s
                advertise: ["%s"]
                status-listen: 127.0.0.1:9480
                """.formatted(data, address, address));
        Map<String, String> environment = new HashMap<>(Distribution.environment());
        if (!javaOptions.isEmpty()) {
            environment.put("HANSE_JAVA_OPTIONS", javaOptions);
        }
        TestProcess process = host.start(
                label, environment, List.of(Distribution.executable(), "control-plane", "--config", config.toString()));
        process.awaitLog("control plane is ready", START_LIMIT);
        return new ControlPlaneProcess(process, address, data.resolve("operator"));
    }

    /** The words of an operator verb against this control plane, without {@code hanse} itself. */
    public String[] operator(String... verb) {
        String[] words = Arrays.copyOf(verb, verb.length + 4);
        words[verb.length] = "--server";
        words[verb.length + 1] = address;
        words[verb.length + 2] = "--credentials";
        words[verb.length + 3] = credentials.toString();
        return words;
    }

    private static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
