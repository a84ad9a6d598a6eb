// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import dev.hanse.controlplane.exports.ExportChange;
import dev.hanse.controlplane.exports.ExportCoverage;
import dev.hanse.controlplane.exports.ItemRefusal;
import dev.hanse.controlplane.model.ExportItem;
import dev.hanse.controlplane.model.ExportKey;
import dev.hanse.controlplane.model.Position;
import dev.hanse.controlplane.model.ProtocolViolationException;
import dev.hanse.controlplane.model.Refusal;
import dev.hanse.controlplane.wire.ExportItems;
import dev.hanse.discovery.contract.ItemKeys;
import dev.hanse.discovery.contract.ServiceNames;
import dev.hanse.proto.v1.ExportDelta;
import dev.hanse.proto.v1.ItemKey;
import dev.hanse.proto.v1.SliceKey;
import java.util.ArrayList;
import java.util.List;

/** What gateways send of their exports. */
final class ExportMessages {

    private static final int MAX_EPOCH = 64;

    private ExportMessages() {}

    /**
     * A delta as it was understood.
     *
     * @param change what is well-formed of it
     * @param malformed what is not, ready to be sent back
     */
    record Decoded(ExportChange change, List<dev.hanse.proto.v1.ItemRefusal> malformed) {
        /** Copies the list. */
        public Decoded {
            malformed = List.copyOf(malformed);
        }
    }

    /**
     * Reads a delta; malformed items are set aside one by one.
     *
     * @throws ProtocolViolationException if the delta as a whole is malformed
     */
    static Decoded decode(ExportDelta delta) {
        List<ExportItem> upserts = new ArrayList<>();
        List<ExportKey> removals = new ArrayList<>();
        List<dev.hanse.proto.v1.ItemRefusal> malformed = new ArrayList<>();
        for (dev.hanse.proto.v1.ExportItem item : delta.getUpsertsList()) {
            try {
                upserts.add(ExportItems.fromMessage(item));
            } catch (IllegalArgumentException e) {
                malformed.add(refusal(ItemKeys.of(item), new Refusal(Refusal.Reason.INVALID, text(e))));
            }
        }
        for (ItemKey key : delta.getRemovalsList()) {
            try {
                removals.add(key(key));
            } catch (IllegalArgumentException e) {
                malformed.add(refusal(key, new Refusal(Refusal.Reason.INVALID, text(e))));
            }
        }
        return new Decoded(
                new ExportChange(
                        position(delta.getPosition()),
                        delta.getSnapshotBegin(),
                        delta.getMoreFollows(),
                        coverage(delta),
                        removals,
                        upserts,
                        delta.getUpsertsCount() + delta.getRemovalsCount(),
                        delta.getSerializedSize()),
                malformed);
    }

    private static ExportCoverage coverage(ExportDelta delta) {
        return switch (delta.getCoverage()) {
            case EXPORT_COVERAGE_UNSPECIFIED, EXPORT_COVERAGE_ALL_SOURCES -> ExportCoverage.ALL_SOURCES;
            case EXPORT_COVERAGE_NO_SOURCES -> ExportCoverage.NO_SOURCES;
            // What a later version may say must not withdraw anything.
            case EXPORT_COVERAGE_READ_SOURCES, UNRECOGNIZED -> ExportCoverage.READ_SOURCES;
        };
    }

    /**
     * Reads a position.
     *
     * @throws ProtocolViolationException if it is malformed
     */
    static Position position(dev.hanse.proto.v1.Position message) {
        String epoch = message.getEpoch();
        boolean visible = epoch.chars().allMatch(c -> c > ' ' && c < 0x7f);
        if (epoch.length() > MAX_EPOCH || !visible || message.getVersion() < 0) {
            throw new ProtocolViolationException("position: epoch of " + epoch.length() + " characters, version "
                    + Long.toUnsignedString(message.getVersion()) + " (expected: at most " + MAX_EPOCH
                    + " visible ASCII characters, version below 2^63)");
        }
        return new Position(epoch, message.getVersion());
    }

    /** Writes a position. */
    static dev.hanse.proto.v1.Position position(Position position) {
        return dev.hanse.proto.v1.Position.newBuilder()
                .setEpoch(position.epoch())
                .setVersion(position.version())
                .build();
    }

    /** A refusal as it is sent to the exporter. */
    static dev.hanse.proto.v1.ItemRefusal refusal(ItemRefusal refused) {
        return refusal(key(refused.key()), refused.refusal());
    }

    private static dev.hanse.proto.v1.ItemRefusal refusal(ItemKey key, Refusal refusal) {
        return dev.hanse.proto.v1.ItemRefusal.newBuilder()
                .setKey(key)
                .setReason(refusal.reason().name())
                .setMessage(refusal.message())
                .build();
    }

    private static ExportKey key(ItemKey message) {
        return switch (message.getKeyCase()) {
            case SERVICE_EXPORT -> ExportKey.of(ServiceNames.fromMessage(message.getServiceExport()));
            case ENDPOINT_SLICE -> sliceKey(message.getEndpointSlice());
            case SERVICE_IMPORT, IMPORTED_SLICE, PEER_GATEWAY, EXPORT_STATUS, KEY_NOT_SET ->
                throw new IllegalArgumentException(
                        "key: " + message.getKeyCase() + " (expected: service_export or endpoint_slice)");
        };
    }

    private static ExportKey sliceKey(SliceKey message) {
        if (message.getSlice().isEmpty() || !message.getCluster().isEmpty()) {
            throw new IllegalArgumentException("slice key: slice \"" + message.getSlice() + "\" of cluster \""
                    + message.getCluster() + "\" (expected: a slice's name, and no cluster: it is the sender's)");
        }
        return new ExportKey(ServiceNames.fromMessage(message.getService()), message.getSlice());
    }

    private static ItemKey key(ExportKey key) {
        return key.isSlice()
                ? ItemKeys.endpointSlice(key.service(), key.slice())
                : ItemKeys.serviceExport(key.service());
    }

    private static String text(IllegalArgumentException e) {
        return String.valueOf(e.getMessage());
    }
}
