// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.store.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.sqlite.SQLiteJDBCLoader;

/**
 * SQLite itself: native code, which the driver loads from the folder that {@code org.sqlite.lib.path} names, as the launcher
 * does, or unpacks to a folder for temporary files. A failure says nothing of the store, which nobody has opened yet.
 */
public final class SqliteLibrary {

    private static final String FOLDER = "org.sqlite.lib.path";
    private static final String UNPACKED_TO = "org.sqlite.tmpdir";

    private SqliteLibrary() {}

    /**
     * Loads it; does nothing where that was done before.
     *
     * @throws IOException if the system does not load it; the message says from where and what to do
     */
    public static void load() throws IOException {
        Optional<Path> file = file();
        try {
            // The driver logs why it fails, with a stack trace, and tells its caller less.
            file.ifPresent(each -> System.load(each.toString()));
            SQLiteJDBCLoader.initialize();
        } catch (Exception | LinkageError e) {
            throw new IOException(
                    "SQLite's native library cannot be loaded from "
                            + file.map(Path::toString).orElseGet(SqliteLibrary::folder) + ": " + e.getMessage()
                            + " (expected: the distribution's lib/native for this machine, on a file system that is not"
                            + " mounted noexec; the store was not touched)",
                    e);
        }
    }

    /** As {@link #load}. What has to be unpacked goes to a folder that can be written, if nobody has said where. */
    static void load(Path folder) throws IOException {
        System.getProperties().putIfAbsent(UNPACKED_TO, folder.toString());
        load();
    }

    private static Optional<Path> file() {
        return Optional.ofNullable(System.getProperty(FOLDER))
                .map(folder ->
                        Path.of(folder, System.mapLibraryName("sqlitejdbc")).toAbsolutePath())
                .filter(Files::exists);
    }

    private static String folder() {
        return System.getProperty(UNPACKED_TO, System.getProperty("java.io.tmpdir"));
    }
}
