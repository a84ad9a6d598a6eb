// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Removes what a run has made: processes first, then namespaces with their links and routes, then files. Does not mind what is gone already. */
final class Removal {

    private final ShortCommand commands = new ShortCommand(Map.of());

    /** Removes everything that the state names, but the lab's own folder. */
    void removeFromMachine(LabState state) {
        LabProcesses.endAll(state.run());
        state.namespaces().forEach(this::removeNamespace);
        state.folders().reversed().forEach(Removal::removeIfEmpty);
    }

    private void removeNamespace(String namespace) {
        commands.run("", List.of("ip", "netns", "delete", namespace));
        removeTree(Host.etc(namespace));
    }

    /** Removes a folder with all that is in it. */
    static void removeTree(Path root) {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.toList().reversed()) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException | UncheckedIOException e) {
            // A process that is just ending removes its own files too.
            removeTree(root);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + root, e);
        }
    }

    private static void removeIfEmpty(Path folder) {
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException e) {
            // Somebody else uses it by now.
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + folder, e);
        }
    }
}
