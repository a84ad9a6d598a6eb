// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.node;

import dev.hanse.net.testing.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Settings of the machine's kernel, of which there is one for all nodes, as they were before a kubelet set them. What they were is in a file that test processes share: the lab that begins
 * second would take for the machine's own what the kubelets of the first have set, and so would the one after a lab that was killed.
 */
final class MachineSettings {
    private static final List<String> SET_BY_KUBELET = List.of(
            "vm/overcommit_memory",
            "vm/panic_on_oom",
            "kernel/panic",
            "kernel/panic_on_oops",
            "kernel/keys/root_maxkeys",
            "kernel/keys/root_maxbytes");

    private final Path sys;
    private final Path kept;
    private final List<Setting> before;

    private record Setting(String name, String value) {
        private static Setting parse(String line) {
            String[] words = line.split(" ", 2);
            return new Setting(words[0], words[1]);
        }
    }

    private MachineSettings(Path sys, Path kept, List<Setting> before) {
        this.sys = sys;
        this.kept = kept;
        this.before = before;
    }

    /** Those of this machine; before the first kubelet of the lab starts. */
    static MachineSettings keep() {
        return keep(Path.of("/proc/sys"), Path.of("/run/hanse-e2e-kernel-settings"));
    }

    static MachineSettings keep(Path sys, Path kept) {
        // Again where another process removes the file at that moment.
        return Eventually.eventuallyGet("the kernel's settings are kept", Eventually.LIMIT, () -> {
            remember(sys, kept);
            List<Setting> before =
                    Files.readAllLines(kept).stream().map(Setting::parse).toList();
            return new MachineSettings(sys, kept, before);
        });
    }

    /** Whole or not at all, and only where no other process has. */
    private static void remember(Path sys, Path kept) throws IOException {
        Path own = Path.of(kept + "-" + ProcessHandle.current().pid());
        Files.write(own, lines(sys));
        try {
            Files.createLink(kept, own);
        } catch (FileAlreadyExistsException _) {
            // That one counts.
        } finally {
            Files.delete(own);
        }
    }

    private static List<String> lines(Path sys) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String name : SET_BY_KUBELET) {
            if (Files.exists(sys.resolve(name))) {
                lines.add(name + " " + Files.readString(sys.resolve(name)).strip());
            }
        }
        return lines;
    }

    /** After the last kubelet of the lab has ended; those of other labs look at them only when they start. */
    void putBack() {
        try {
            for (Setting each : before) {
                Path file = sys.resolve(each.name());
                if (!Files.readString(file).strip().equals(each.value())) {
                    Files.writeString(file, each.value());
                }
            }
            Files.deleteIfExists(kept);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot put back the kernel's settings that " + kept + " names", e);
        }
    }
}
