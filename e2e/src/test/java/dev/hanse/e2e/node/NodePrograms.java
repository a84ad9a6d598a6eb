// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.node;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What a node needs of its machine, and where the programs of a node are that {@code deploy/setup test} provides.
 *
 * @param containerd with its shim beside it
 * @param ctr its client
 * @param cni the folder of the CNI plugins
 */
record NodePrograms(Path containerd, Path ctr, Path cni) {
    private static final List<String> ON_PATH = List.of(
            "etcd",
            "kube-apiserver",
            "kube-controller-manager",
            "kube-scheduler",
            "kube-proxy",
            "kubelet",
            "kubectl",
            "coredns",
            "runc",
            "conntrack",
            "gcc",
            "nft",
            "iptables");

    /** Finds them; fails the test where something is missing. */
    static NodePrograms find() {
        String folder = System.getenv().getOrDefault("HANSE_CONTAINERD_BIN", "");
        NodePrograms found =
                new NodePrograms(Path.of(folder, "containerd"), Path.of(folder, "ctr"), Path.of("/usr/lib/cni"));
        ON_PATH.forEach(NodePrograms::require);
        require(found.containerd, "containerd in HANSE_CONTAINERD_BIN");
        require(found.ctr, "ctr in HANSE_CONTAINERD_BIN");
        require(found.cni.resolve("bridge"), "the CNI plugin bridge");
        requireBridgeFilter();
        return found;
    }

    private static void requireBridgeFilter() {
        if (!Files.isDirectory(Path.of("/proc/sys/net/bridge"))) {
            throw new AssertionError("the kernel module br_netfilter is not loaded; run as root, on the machine itself:"
                    + " modprobe br_netfilter");
        }
    }

    private static void require(String program) {
        boolean there = Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(each -> Files.isExecutable(Path.of(each, program)));
        if (!there) {
            throw new AssertionError(missing(program + " on the PATH"));
        }
    }

    private static void require(Path file, String what) {
        if (!Files.isExecutable(file)) {
            throw new AssertionError(missing(what + " (" + file + ")"));
        }
    }

    private static String missing(String what) {
        return "missing: " + what + "; run deploy/setup test, and take its environment: eval \"$(deploy/setup --env)\"";
    }
}
