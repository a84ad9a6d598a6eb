// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.views;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.WireFormat;
import dev.hanse.gateway.storage.CheckedFile;
import dev.hanse.gateway.storage.FileContent;
import dev.hanse.gateway.storage.SavedFile;
import dev.hanse.proto.v1.Position;
import dev.hanse.proto.v1.ViewDelta;
import dev.hanse.proto.v1.ViewItem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * The last view, as one {@code hanse.v1.ViewDelta} that holds all of it: what the control plane would send to a gateway
 * that knows nothing. Calls block.
 */
public final class SavedView {

    private static final ExtensionRegistryLite NONE = ExtensionRegistryLite.getEmptyRegistry();
    private static final int ITEM_OCTETS = 400;
    private static final int PART_OCTETS = 200;
    private static final int PIECE_OCTETS = 64 << 10;

    private final SavedFile file;
    private final long room;
    private volatile boolean partial;

    /** @param path where it lies */
    public SavedView(Path path, Clock clock) {
        this(path, clock, ViewLimits.ofProcess().octets());
    }

    /** @param room octets of memory that a view may take which is read */
    SavedView(Path path, Clock clock, long room) {
        this.room = room;
        file = new SavedFile(new CheckedFile(path), clock, "rebuilding from the control plane");
    }

    /** The last view; empty when none can be used. */
    Optional<ViewDelta> load() {
        return file.read(this::parse);
    }

    /** Item by item: what was kept before there were bounds may be more than the heap. */
    private ViewDelta parse(byte[] content) throws IOException {
        CodedInputStream input = CodedInputStream.newInstance(content);
        input.setSizeLimit(Integer.MAX_VALUE);
        ViewDelta.Builder view = ViewDelta.newBuilder();
        long left = room;
        for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case ViewDelta.POSITION_FIELD_NUMBER -> view.setPosition(input.readMessage(Position.parser(), NONE));
                case ViewDelta.SNAPSHOT_BEGIN_FIELD_NUMBER -> view.setSnapshotBegin(input.readBool());
                case ViewDelta.UPSERTS_FIELD_NUMBER -> {
                    ViewItem item = input.readMessage(ViewItem.parser(), NONE);
                    left -= octets(item);
                    if (left >= 0) {
                        view.addUpserts(item);
                    } else {
                        partial = true;
                    }
                }
                default -> input.skipField(tag);
            }
        }
        return view.build();
    }

    /** Not below what a message takes that was read: where its octets are few, its parts are many. */
    private static long octets(ViewItem item) {
        int ports = item.getServiceImport().getPortsCount()
                + item.getServiceImport().getFurtherPortsCount()
                + item.getImportedSlice().getSlice().getPortsCount();
        int endpoints = item.getImportedSlice().getSlice().getEndpointsCount();
        return ITEM_OCTETS + 2L * item.getSerializedSize() + (long) PART_OCTETS * (ports + endpoints);
    }

    /** Whether {@link #load} has left out what does not fit into memory. */
    boolean isPartial() {
        return partial;
    }

    /**
     * Replaces it.
     *
     * @param items each as the octets of a {@code hanse.v1.ViewItem}
     */
    void save(Position position, List<ByteString> items) {
        file.write(new Snapshot(
                ViewDelta.newBuilder()
                        .setPosition(position)
                        .setSnapshotBegin(true)
                        .build(),
                items));
    }

    /** As if the items were messages of the delta: fields of messages and of octets are the same on the wire. */
    private record Snapshot(ViewDelta begun, List<ByteString> items) implements FileContent {

        @Override
        public long octets() {
            long octets = begun.getSerializedSize();
            for (ByteString item : items) {
                octets += CodedOutputStream.computeBytesSize(ViewDelta.UPSERTS_FIELD_NUMBER, item);
            }
            return octets;
        }

        @Override
        public void writeTo(OutputStream output) throws IOException {
            CodedOutputStream coded = CodedOutputStream.newInstance(output, PIECE_OCTETS);
            begun.writeTo(coded);
            for (ByteString item : items) {
                coded.writeBytes(ViewDelta.UPSERTS_FIELD_NUMBER, item);
            }
            coded.flush();
        }
    }

    /** Tries again to write what could not be written. */
    void retry() {
        file.retry();
    }

    /** Why the file does not hold the newest view; empty: it does. */
    String failure() {
        return file.failure();
    }
}
