// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.node;

import dev.hanse.e2e.host.CommandResult;
import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestProcess;
import dev.hanse.net.testing.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * kubectl as an administrator of one cluster.
 *
 * @param host where it runs
 * @param kubeconfig the administrator's
 * @param folder for what it applies
 */
public record Kubectl(TestHost host, Path kubeconfig, Path folder) {

    /** Runs it, whatever comes of it. */
    public CommandResult run(String... words) {
        return run(Eventually.LIMIT, words);
    }

    /** The same for what may take longer. */
    CommandResult run(Duration limit, String... words) {
        return host.run(limit, command(words));
    }

    /** Starts it. The name labels its log. */
    TestProcess start(String name, String... words) {
        return host.start(name, command(words));
    }

    private String[] command(String... words) {
        List<String> command = new ArrayList<>(List.of("kubectl", "--kubeconfig=" + kubeconfig));
        command.addAll(List.of(words));
        return command.toArray(String[]::new);
    }

    /** What it prints; fails the test where it fails. */
    public String get(String... words) {
        return run(words).orFail().output().strip();
    }

    /** Makes objects be as a YAML text says, by server-side apply. */
    public void apply(String yaml) {
        try {
            Path file = Files.createTempFile(folder, "apply-", ".yaml");
            Files.writeString(file, yaml);
            apply(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a file for another program into the folder. */
    void write(String name, String text) {
        try {
            Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@link #apply(String)}, of a file. */
    public void apply(Path file) {
        run("apply", "--server-side", "--force-conflicts", "-f", file.toString())
                .orFail();
    }

    /** Runs a command in a pod, or in one of {@code deployment/NAME}. */
    public CommandResult exec(String namespace, String pod, String... command) {
        List<String> words = new ArrayList<>(List.of("-n", namespace, "exec", pod, "--"));
        words.addAll(List.of(command));
        return run(words.toArray(String[]::new));
    }

    /** Waits until all pods of a workload such as {@code deployment/web} are ready and as it says. */
    public void awaitRollout(String namespace, String workload, Duration limit) {
        CommandResult result = run(
                limit.plusSeconds(10),
                "-n",
                namespace,
                "rollout",
                "status",
                workload,
                "--timeout=" + limit.toSeconds() + "s");
        if (!result.succeeded()) {
            throw new AssertionError(
                    result.output() + run("-n", namespace, "describe", "pods").output());
        }
    }

    /** Waits for a condition of an object, such as {@code condition=Ready} of {@code node/e1}. */
    public void await(String namespace, String object, String condition, Duration limit) {
        run(
                        limit.plusSeconds(10),
                        "-n",
                        namespace,
                        "wait",
                        "--for=" + condition,
                        object,
                        "--timeout=" + limit.toSeconds() + "s")
                .orFail();
    }
}
