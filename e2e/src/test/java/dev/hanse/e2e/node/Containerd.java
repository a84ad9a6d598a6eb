// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.node;

import dev.hanse.e2e.host.TestProcess;
import dev.hanse.net.testing.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The container runtime of a node, in the places where it is by default. */
final class Containerd {
    static final String SOCKET = "/run/containerd/containerd.sock";

    private static final Duration IMPORT_LIMIT = Duration.ofMinutes(2);
    /** A machine without CAP_SYS_RESOURCE cannot give what it starts a lower OOM score than it has. */
    private static final String CONFIGURATION = """
            version = 3
            [plugins.'io.containerd.cri.v1.images'.pinned_images]
              sandbox = "%s"
            [plugins.'io.containerd.cri.v1.runtime']
              netns_mounts_under_state_dir = true
              disable_apparmor = true
              restrict_oom_score_adj = true
            [plugins.'io.containerd.cri.v1.runtime'.cni]
              bin_dirs = ["/usr/lib/cni"]
              conf_dir = "/etc/cni/net.d"
            [plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc]
              runtime_type = "io.containerd.runc.v2"
            [plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc.options]
              SystemdCgroup = false
            [plugins.'io.containerd.nri.v1.nri']
              disable = true
            """;

    private final NodeHost node;
    private final NodePrograms programs;
    private TestProcess process;

    private Containerd(NodeHost node, NodePrograms programs) {
        this.node = node;
        this.programs = programs;
        this.process = run();
    }

    /** One that answers and has these images. */
    static Containerd start(NodeHost node, NodePrograms programs, List<Path> images) {
        Containerd containerd = new Containerd(node, programs);
        images.forEach(containerd::load);
        containerd.forgetArchives();
        return containerd;
    }

    private TestProcess run() {
        Path configuration = node.write("containerd.toml", CONFIGURATION.formatted(NodeImages.PAUSE));
        return node.start(
                        "containerd",
                        Map.of("PATH", programs.containerd().getParent() + ":" + System.getenv("PATH")),
                        List.of(programs.containerd().toString(), "--config", configuration.toString()))
                .awaitLog("containerd successfully booted", Eventually.LIMIT);
    }

    private void load(Path archive) {
        control("images", "import", archive.toString());
    }

    /** All is in memory: what images were unpacked from would take as much again. */
    private void forgetArchives() {
        control("content", "prune", "references");
    }

    private void control(String... words) {
        String[] command = new String[words.length + 3];
        command[0] = programs.ctr().toString();
        command[1] = "--namespace";
        command[2] = "k8s.io";
        System.arraycopy(words, 0, command, 3, words.length);
        node.run(IMPORT_LIMIT, command).orFail();
    }

    /** Ends it and starts it again; containers go on. */
    void restart() {
        process.kill();
        process = run();
    }
}
