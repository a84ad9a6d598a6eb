// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.node;

import dev.hanse.e2e.host.CommandResult;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A test host with mounts and processes of its own, as a machine has them: {@code /etc}, {@code /var} and {@code /run} are the host's, and end with it. Everything that runs in it ends with its
 * first process, e2e/nodes/init; control groups of its containers are below the machine's {@code k8s.io}, and go when it is killed.
 */
public final class NodeHost {

    /** The first process, its parent, which outlives nothing, and the one that the lab ends. */
    private static final String FIRST =
            "setpriv --pdeathsig KILL unshare --mount --pid --fork --kill-child --mount-proc \"$@\" & wait";

    private final TestLab lab;
    private final TestHost host;
    private final Path folder;
    private TestProcess first;

    private NodeHost(TestLab lab, TestHost host) {
        this.lab = lab;
        this.host = host;
        this.folder = lab.folder(host.name()).toAbsolutePath();
        this.first = startFirst();
    }

    /** Has a host of the lab be one that runs. */
    static NodeHost start(TestLab lab, TestHost host) {
        return new NodeHost(lab, host);
    }

    private TestProcess startFirst() {
        Path init = Distribution.repository().resolve("e2e/nodes/init");
        return host.start(
                        "init",
                        "nsenter",
                        // "ip netns exec" hides the control groups that containers need.
                        "--mount=/proc/" + ProcessHandle.current().pid() + "/ns/mnt",
                        "sh",
                        "-c",
                        FIRST,
                        "node",
                        init.toString(),
                        folder.toString())
                .awaitLog("node is ready", Eventually.LIMIT);
    }

    /** Its network. */
    public TestHost host() {
        return host;
    }

    /** A folder of the machine's for its files; kept with the logs. */
    Path folder() {
        return folder;
    }

    /** Starts a program in it, which ends with it. */
    TestProcess start(String program, Map<String, String> environment, List<String> command) {
        List<String> whole = entering();
        whole.addAll(List.of("setpriv", "--pdeathsig", "TERM"));
        whole.addAll(command);
        return host.start(program, environment, whole);
    }

    /** Runs a command in it to its end. */
    public CommandResult run(Duration limit, String... command) {
        List<String> whole = entering();
        whole.add("--net=/run/netns/" + host.namespace());
        whole.addAll(List.of(command));
        return lab.runHere(limit, whole.toArray(String[]::new));
    }

    private List<String> entering() {
        return new ArrayList<>(List.of("nsenter", "--target", Long.toString(init().pid()), "--mount", "--pid"));
    }

    /** The child of a child. */
    private ProcessHandle init() {
        return ProcessHandle.of(first.pid())
                .orElseThrow()
                .children()
                .flatMap(ProcessHandle::children)
                .findFirst()
                .orElseThrow(() -> new AssertionError(host + " does not run: " + first.logText()));
    }

    /** Has everything in it end at once, as a power cut would: it sends no last word, and its kernel answers nobody. What it stored is gone with it. */
    public void kill() {
        if (first.isAlive()) {
            ProcessHandle init = init();
            List<String> containers = containers();
            host.ip("link", "set", "eth0", "down");
            first.kill();
            Eventually.await(host + " has ended", () -> !init.isAlive());
            lab.removeContainers(containers);
        }
    }

    /** Whether it has not been killed. */
    boolean isRunning() {
        return first.isAlive();
    }

    /** Ids of those that containerd runs. */
    List<String> containers() {
        String folder = "/run/containerd/io.containerd.runtime.v2.task/k8s.io";
        return run(Eventually.LIMIT, "sh", "-c", "ls " + folder + " 2> /dev/null || true")
                .orFail()
                .output()
                .lines()
                .toList();
    }

    /** Writes a file that the node's programs read. */
    Path write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a file to a path that is the node's own. */
    void place(String name, String text, String path) {
        run(Eventually.LIMIT, "cp", write(name, text).toString(), path).orFail();
    }

    @Override
    public String toString() {
        return host.toString();
    }
}
