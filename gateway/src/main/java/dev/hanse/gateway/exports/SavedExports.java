// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.exports;

import dev.hanse.discovery.ExportSet;
import dev.hanse.gateway.storage.CheckedFile;
import dev.hanse.gateway.storage.SavedFile;
import dev.hanse.proto.v1.ExportDelta;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The last exports of one source, so that a source which cannot be read after a restart withdraws nothing. Calls block.
 */
public final class SavedExports {

    private static final String PREFIX = "exports-";
    private static final String SUFFIX = ".state";

    private final SavedFile file;

    /** @param path where they lie */
    public SavedExports(Path path, Clock clock) {
        file = new SavedFile(
                new CheckedFile(path), clock, "written anew once the source is read; nothing is withdrawn before that");
    }

    /** The last exports; empty when none can be used. */
    public Optional<ExportSet> load() {
        return file.read(
                content -> ExportItems.fromProto(ExportDelta.parseFrom(content).getUpsertsList()));
    }

    /**
     * Removes what is kept of sources that are not configured any more: it must not come back with one of that name years
     * later. Blocks.
     */
    public static void forgetOthers(Path directory, Collection<String> sources) throws IOException {
        List<String> kept = sources.stream().map(SavedExports::fileName).toList();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path each : files.filter(file -> isOfOther(file, kept)).toList()) {
                Files.delete(each);
            }
        }
    }

    private static boolean isOfOther(Path file, List<String> kept) {
        String name = file.getFileName().toString();
        return name.startsWith(PREFIX) && name.endsWith(SUFFIX) && !kept.contains(name);
    }

    /** What the file of a source is called. */
    public static String fileName(String source) {
        return PREFIX + source + SUFFIX;
    }

    /** Replaces them. */
    public void save(ExportSet exports) {
        file.write(ExportDelta.newBuilder()
                .addAllUpserts(ExportItems.toProto(exports).values())
                .build()
                .toByteArray());
    }

    /** Tries again to write what could not be written. */
    public void retry() {
        file.retry();
    }

    /** Why the file does not hold the newest exports; empty: it does. */
    public String failure() {
        return file.failure();
    }
}
