// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A file as control planes made it before there were migrations, with a few rows in every table. It was made by the
 * store of commit 75abd9a: one commit of what {@link EarlierFileTest} expects, then closed. Never make it again: what
 * it is good for is its age.
 */
public final class EarlierFile {

    private EarlierFile() {}

    /** Lays it into a data directory. */
    public static void copyTo(Path directory) throws IOException {
        Path file = directory.resolve("federation.db");
        Files.deleteIfExists(file);
        try (InputStream bytes =
                Objects.requireNonNull(EarlierFile.class.getResourceAsStream("/store/federation-of-75abd9a.db"))) {
            Files.copy(bytes, file);
        }
    }
}
