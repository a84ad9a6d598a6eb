// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.demo;

import dev.hanse.cli.output.CommandFailure;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * What a run has made on this machine, on disk before it is made, so that the next run can remove it whatever became of this one. One word and its value
 * per line: {@code run} names the run, {@code owner} is the process that made it with its start time, {@code namespace} and {@code made} are things to
 * remove.
 *
 * @param file where it is kept
 * @param run 8 hexadecimal digits
 */
record LabState(Path file, String run) {

    /** Begins the state of a new run; fails where another run has left, or is writing, its own. */
    static LabState begin(Path file, String run) {
        LabState state = new LabState(file, run);
        ProcessHandle self = ProcessHandle.current();
        try {
            Files.writeString(
                    file,
                    "run " + run + "\nowner " + self.pid() + " " + startOf(self) + "\n",
                    StandardOpenOption.CREATE_NEW);
            return state;
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailure("another demo has just started in " + file.getParent(), "wait for its end", e);
        } catch (IOException e) {
            throw new CommandFailure(
                    "demo cannot write " + file + ": " + e.getMessage(), "name another folder by --directory", e);
        }
    }

    /** The state that an earlier run has left. */
    static Optional<LabState> leftIn(Path file) {
        return lines(file).stream()
                .filter(line -> line.startsWith("run "))
                .map(line -> new LabState(file, line.substring("run ".length())))
                .findFirst();
    }

    /** Notes a namespace that is about to be made. */
    void addNamespace(String name) {
        append("namespace " + name);
    }

    /** Notes a folder outside the lab's own that is about to be made. */
    void addFolder(Path folder) {
        append("made " + folder);
    }

    List<String> namespaces() {
        return values("namespace ");
    }

    List<Path> folders() {
        return values("made ").stream().map(Path::of).toList();
    }

    /** Says that the run is over and its hosts stay. */
    void keep() {
        append("kept");
    }

    /** The process that is still working on this run, if there is one. A process id alone says nothing: ids are used again. */
    Optional<ProcessHandle> liveOwner() {
        if (lines(file).contains("kept")) {
            return Optional.empty();
        }
        return values("owner ").stream()
                .map(owner -> owner.split(" "))
                .filter(owner -> owner.length == 2 && owner[0].matches("\\d{1,18}"))
                .flatMap(owner ->
                        ProcessHandle.of(Long.parseLong(owner[0]))
                                .filter(process -> startOf(process).equals(owner[1]))
                                .stream())
                .findFirst();
    }

    private List<String> values(String word) {
        return lines(file).stream()
                .filter(line -> line.startsWith(word))
                .map(line -> line.substring(word.length()))
                .toList();
    }

    private void append(String line) {
        try {
            Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new StepFailure("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new CommandFailure("demo cannot read " + file + ": " + e.getMessage(), "run it as root", e);
        }
    }

    private static String startOf(ProcessHandle process) {
        return process.info()
                .startInstant()
                .map(start -> Long.toString(start.toEpochMilli()))
                .orElse("unknown");
    }
}
