// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane;

import dev.hanse.controlplane.identity.KeyFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The data directory as a whole. Its halves are of no use alone: a store without its authority would shut every member
 * out, an authority without its store would begin an empty cluster set under the name of the old one. A start that finds one
 * of them missing is refused before anything is written.
 *
 * <p>A file marks the first start from before anything is made until everything is there: only while it stands may
 * something be missing.
 */
final class DataDirectory {

    private static final String STORE = "federation.db";
    private static final List<String> AUTHORITY = List.of("ca-root-key.pem", "ca-root.pem");
    private static final List<String> BESIDE_STORE = List.of(
            "ca-root-key.pem",
            "ca-root.pem",
            "ca-issuing-key.pem",
            "ca-issuing.pem",
            "pair-keys.secret",
            "revocations.log",
            "federation.db-wal",
            "operator");

    private final Path directory;
    private final Path firstStart;

    private DataDirectory(Path directory) {
        this.directory = directory;
        this.firstStart = directory.resolve("first-start");
    }

    /**
     * Looks at a directory, and makes it where there is none.
     *
     * @throws IOException if it lost what a cluster set cannot do without
     */
    static DataDirectory open(Path path) throws IOException {
        DataDirectory data = new DataDirectory(path);
        KeyFile.makeDirectory(path);
        if (data.isUnused()) {
            data.beginFirstStart();
        } else if (!data.isFirstStart()) {
            data.requireStore();
            data.requireAuthority();
        }
        return data;
    }

    private boolean isUnused() {
        return !exists(STORE) && firstOf(BESIDE_STORE).isEmpty();
    }

    private void beginFirstStart() throws IOException {
        try {
            Files.createFile(firstStart);
        } catch (FileAlreadyExistsException _) {
            // The one before was cut off at once.
        }
    }

    private boolean isFirstStart() {
        return Files.exists(firstStart);
    }

    private void requireStore() throws IOException {
        Optional<Path> other = firstOf(BESIDE_STORE);
        Path store = directory.resolve(STORE);
        if (other.isPresent() && !Files.exists(store)) {
            throw lost(store + ": missing, though " + other.get() + " exists", storeRemedy());
        }
        if (other.isPresent() && Files.size(store) == 0) {
            throw lost(store + ": empty, though " + other.get() + " exists", storeRemedy());
        }
    }

    private static String storeRemedy() {
        return STORE + " from a backup, with its -wal file where there is one; without it no member is known";
    }

    private void requireAuthority() throws IOException {
        if (firstOf(AUTHORITY).isEmpty()) {
            throw lost(
                    directory.resolve(AUTHORITY.getFirst()) + " and " + AUTHORITY.getLast() + ": missing, though "
                            + directory.resolve(STORE) + " exists",
                    "both files from one backup; without them every member would be shut out");
        }
    }

    /**
     * The store was read.
     *
     * @param blank whether it holds nothing, as one that was just made
     */
    void requireFilled(boolean blank) throws IOException {
        if (blank && !isFirstStart()) {
            throw lost(
                    directory.resolve(STORE) + ": holds nothing, though this is not the first start in " + directory,
                    storeRemedy());
        }
    }

    /** Everything is there and durable. */
    void complete() throws IOException {
        if (isFirstStart()) {
            Files.delete(firstStart);
        }
    }

    private static IOException lost(String what, String remedy) {
        return new IOException(
                what + " (expected: " + remedy + ". For a new cluster set, move the whole data directory away)");
    }

    private Optional<Path> firstOf(List<String> names) {
        return names.stream().filter(this::exists).map(directory::resolve).findFirst();
    }

    private boolean exists(String name) {
        return Files.exists(directory.resolve(name));
    }
}
