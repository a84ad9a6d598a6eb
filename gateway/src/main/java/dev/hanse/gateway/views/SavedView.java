// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.views;

import com.google.protobuf.CodedInputStream;
import dev.hanse.gateway.storage.CheckedFile;
import dev.hanse.gateway.storage.SavedFile;
import dev.hanse.proto.v1.Position;
import dev.hanse.proto.v1.ViewDelta;
import dev.hanse.proto.v1.ViewItem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * The last view, as one {@code hanse.v1.ViewDelta} that holds all of it: what the control plane would send to a gateway
 * that knows nothing. Calls block.
 *
 */
public final class SavedView {

    private final SavedFile file;

    /** @param path where it lies */
    public SavedView(Path path, Clock clock) {
        file = new SavedFile(new CheckedFile(path), clock);
    }

    /** The last view; empty when none can be used. */
    Optional<ViewDelta> load() {
        return file.read(SavedView::parse);
    }

    private static ViewDelta parse(byte[] content) throws IOException {
        CodedInputStream input = CodedInputStream.newInstance(content);
        input.setSizeLimit(Integer.MAX_VALUE);
        return ViewDelta.parseFrom(input);
    }

    /** Replaces it. */
    void save(Position position, List<ViewItem> items) {
        file.write(ViewDelta.newBuilder()
                .setPosition(position)
                .setSnapshotBegin(true)
                .addAllUpserts(items)
                .build()
                .toByteArray());
    }

    /** Why the file does not hold the newest view; empty: it does. */
    String failure() {
        return file.failure();
    }
}
