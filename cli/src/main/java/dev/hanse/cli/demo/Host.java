// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A host of the lab: a network namespace.
 *
 * @param name within the lab
 * @param namespace on this machine
 */
record Host(Lab lab, String name, String namespace) {

    /** Where {@code ip netns exec} finds files that stand for those of {@code /etc}. */
    static Path etc(String namespace) {
        return Path.of("/etc/netns", namespace);
    }

    /** Gives each line to {@code ip} in this host, in one go. */
    void ip(String... lines) {
        lab.commands().check(String.join("\n", lines) + "\n", List.of("ip", "-n", namespace, "-batch", "-"));
    }

    /** Lets the host pass packets on. */
    void forward() {
        check("sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward");
    }

    /** Lets every later process of the host ask this DNS server. */
    void nameserver(String address) {
        try {
            Files.createDirectories(etc(namespace));
            Files.writeString(etc(namespace).resolve("resolv.conf"), "nameserver " + address + "\n");
        } catch (IOException e) {
            throw new StepFailure("cannot write " + etc(namespace) + "/resolv.conf: " + e.getMessage(), e);
        }
    }

    /** Connects the two hosts by a pair of devices of these names. */
    void link(String device, Host other, String otherDevice) {
        ip("link add " + device + " type veth peer name " + otherDevice + " netns " + other.namespace);
    }

    /** Runs a command on the host, whatever its exit status. */
    ShortCommand.Result run(String... words) {
        return lab.commands().run("", inside(Arrays.asList(words)));
    }

    /** Runs a command on the host and returns what it printed; fails the step unless it exits with 0. */
    String check(String... words) {
        return lab.commands().check("", inside(Arrays.asList(words)));
    }

    /** Starts a process on the host that runs until the lab is removed; its output goes to {@code log/<label>.log}. */
    HostProcess start(String label, String... words) {
        return HostProcess.start(lab, label, inside(Arrays.asList(words)));
    }

    private List<String> inside(List<String> words) {
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        command.addAll(words);
        return command;
    }
}
