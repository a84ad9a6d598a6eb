// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.demo;

import dev.hanse.cli.output.CommandFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** The hosts, processes and files of one run, and their end: at the end of the run, on a signal, or at the start of the next run. */
final class Lab implements AutoCloseable {

    private final Path folder;
    private final LabState state;
    private final ShortCommand commands;
    private final Map<String, String> environment;
    private final Thread atExit = new Thread(this::closeAtExit, "demo-at-exit");
    private volatile boolean closing;
    private volatile boolean logsKept;
    private volatile boolean kept;

    private Lab(Path folder, LabState state) {
        this.folder = folder;
        this.state = state;
        this.environment = Map.of(
                LabProcesses.MARK,
                state.run(),
                // What libraries put into a folder for temporary files goes away with the lab, even after a kill.
                "HANSE_JAVA_OPTIONS",
                "-Djava.io.tmpdir=" + folder.resolve("tmp"));
        this.commands = new ShortCommand(environment);
    }

    /**
     * Opens a lab in a folder that is its own.
     *
     * @param run 8 hexadecimal digits, part of every name on the machine
     * @throws CommandFailure if the folder cannot be made, or another lab is there
     */
    static Lab open(Path folder, String run) {
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Lab lab = new Lab(folder, LabState.begin(folder.resolve("state"), run));
            Removal.removeTree(folder.resolve("log"));
            Files.createDirectories(folder.resolve("log"));
            Files.createDirectories(folder.resolve("tmp"));
            Runtime.getRuntime().addShutdownHook(lab.atExit);
            return lab;
        } catch (IOException e) {
            throw new CommandFailure(
                    "demo cannot use " + folder + ": " + e.getMessage(), "name another folder by --directory", e);
        }
    }

    /** Removes what an earlier run has left in the folder, kept or killed; true if there was something. */
    static boolean removeLeftBehind(Path folder) {
        Path file = folder.resolve("state");
        return LabState.leftIn(file)
                .map(left -> {
                    left.liveOwner().ifPresent(owner -> {
                        throw new CommandFailure(
                                "another demo is running in " + folder + " (process " + owner.pid() + ")",
                                "wait for its end, or stop it with Ctrl-C");
                    });
                    new Removal().removeFromMachine(left);
                    Removal.removeTree(folder);
                    return true;
                })
                .orElse(false);
    }

    /** Makes a host. */
    Host host(String name) {
        String namespace = "hanse-" + state.run() + "-" + name;
        state.addNamespace(namespace);
        commands.check("", List.of("ip", "netns", "add", namespace));
        Host host = new Host(this, name, namespace);
        host.ip("link set lo up");
        return host;
    }

    /** Makes the folder that holds the hosts' own resolver configuration, where the machine has none. */
    void prepareNameservers() {
        Path parent = Host.etc("any").getParent();
        if (parent != null && !Files.exists(parent)) {
            state.addFolder(parent);
        }
    }

    /** A file of the lab; its folder is made. */
    Path file(String first, String... more) {
        Path file = folder.resolve(Path.of(first, more));
        try {
            Files.createDirectories(file.resolveSibling(""));
        } catch (IOException e) {
            throw new StepFailure("cannot make the folder of " + file + ": " + e.getMessage(), e);
        }
        return file;
    }

    Path log(String label) {
        return folder.resolve("log").resolve(label + ".log");
    }

    ShortCommand commands() {
        return commands;
    }

    Map<String, String> environment() {
        return environment;
    }

    /** Leaves everything running when this process ends. */
    void keep() {
        kept = true;
        state.keep();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    /** Lets the logs stay when the rest is removed; does not return where the step failed because a signal ends the lab. */
    void onStepFailure() {
        awaitEndIfClosing();
        logsKept = true;
    }

    /** Once the lab is being removed on a signal, steps fail because of that: nothing is left to say, and the process ends by itself. */
    private void awaitEndIfClosing() {
        if (closing) {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Removes everything, unless it is to be kept. */
    @Override
    public void close() {
        if (kept) {
            return;
        }
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The process is ending: the hook does it.
            awaitEndIfClosing();
            return;
        }
        removeAll();
    }

    private void closeAtExit() {
        closing = true;
        removeAll();
    }

    private void removeAll() {
        new Removal().removeFromMachine(state);
        try {
            for (String part : new String[] {"control-plane", "east", "west", "tmp"}) {
                Removal.removeTree(folder.resolve(part));
            }
            Files.deleteIfExists(folder.resolve("state"));
            if (!logsKept) {
                Removal.removeTree(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + folder, e);
        }
    }
}
