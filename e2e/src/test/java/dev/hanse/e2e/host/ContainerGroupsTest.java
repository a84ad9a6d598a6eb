// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects the machine from what tests do to its control groups: nothing of it stays, and what others have there does. */
final class ContainerGroupsTest {
    @TempDir
    Path folder;

    private Path root;
    private ContainerGroups groups;

    @BeforeEach
    void make() throws IOException {
        root = Files.createDirectories(folder.resolve("cgroup"));
        groups = new ContainerGroups(root, folder.resolve("kept"));
    }

    private void version1() throws IOException {
        Files.createDirectories(root.resolve("memory"));
        Files.writeString(Files.createDirectories(root.resolve("cpu,cpuacct")).resolve("cpu.shares"), "1024");
    }

    private void version2() throws IOException {
        Files.writeString(root.resolve("cgroup.controllers"), "cpu memory");
        Files.createDirectories(root.resolve("system.slice"));
    }

    @Test
    void whatTestsMadeGoesInEachHierarchy() throws IOException {
        version1();
        groups.weigh();
        assertThat(root.resolve("cpu,cpuacct/k8s.io")).isDirectory();
        assertThat(root.resolve("memory/k8s.io")).as("weighs nothing").doesNotExist();
        Files.createDirectories(root.resolve("memory/k8s.io/0123/below"));
        assertThat(groups.isPutBack()).isTrue();
        assertThat(root.resolve("cpu,cpuacct/k8s.io")).doesNotExist();
        assertThat(root.resolve("memory/k8s.io")).doesNotExist();
        assertThat(folder.resolve("kept")).doesNotExist();
    }

    @Test
    void whatWasThereBeforeStaysAndGetsItsWeightBackAlsoByALaterProcess() throws IOException {
        version2();
        Path weight = Files.createDirectories(root.resolve("k8s.io")).resolve("cpu.weight");
        Files.writeString(weight, "100\n");
        groups.weigh();
        new ContainerGroups(root, folder.resolve("kept")).weigh();
        assertThat(weight).hasContent("1000");
        Files.createDirectories(root.resolve("k8s.io/idle"));
        assertThat(groups.isPutBack()).isTrue();
        assertThat(weight).hasContent("100");
        assertThat(root.resolve("k8s.io/idle")).doesNotExist();
        assertThat(root.resolve("system.slice")).isEmptyDirectory();
    }

    @Test
    void groupsWithProcessesStayUntilTheseHaveEnded() throws IOException {
        version2();
        groups.weigh();
        Path processes =
                Files.createDirectories(root.resolve("k8s.io/busy/below")).resolve("cgroup.procs");
        Files.writeString(processes, "4711\n");
        Files.createDirectories(root.resolve("k8s.io/idle"));
        assertThat(groups.isPutBack()).isFalse();
        assertThat(root.resolve("k8s.io/idle")).doesNotExist();
        Files.delete(processes);
        assertThat(groups.isPutBack()).isTrue();
        assertThat(root.resolve("k8s.io")).doesNotExist();
    }
}
