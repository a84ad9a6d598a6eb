// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.exports;

import dev.hanse.discovery.ExportSet;
import dev.hanse.gateway.storage.CheckedFile;
import dev.hanse.gateway.storage.SavedFile;
import dev.hanse.proto.v1.ExportDelta;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * The last exports of one source, so that a source which cannot be read after a restart withdraws nothing. Calls block.
 */
public final class SavedExports {

    private final SavedFile file;

    /** @param path where they lie */
    public SavedExports(Path path, Clock clock) {
        file = new SavedFile(new CheckedFile(path), clock);
    }

    /** The last exports; empty when none can be used. */
    Optional<ExportSet> load() {
        return file.read(
                content -> ExportItems.fromProto(ExportDelta.parseFrom(content).getUpsertsList()));
    }

    /** Replaces them. */
    void save(ExportSet exports) {
        file.write(ExportDelta.newBuilder()
                .addAllUpserts(ExportItems.toProto(exports).values())
                .build()
                .toByteArray());
    }

    /** Why the file does not hold the newest exports; empty: it does. */
    String failure() {
        return file.failure();
    }
}
