// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.wire;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ExportCondition;
import dev.hanse.discovery.model.ServiceImport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.SliceKey;
import dev.hanse.proto.v1.ExportStatus;
import dev.hanse.proto.v1.ImportedSlice;
import dev.hanse.proto.v1.ItemKey;
import dev.hanse.proto.v1.ViewItem;
import java.util.List;

/** Views as they travel down. Reading throws {@link IllegalArgumentException} with the value and the expectation. */
public final class ViewMapper {

    private static final int MAX_CONDITIONS = 16;

    private ViewMapper() {}

    /** The key of an item. */
    public static ItemKey keyOf(ViewItem item) {
        ItemKey.Builder key = ItemKey.newBuilder();
        return switch (item.getItemCase()) {
            case SERVICE_IMPORT ->
                key.setServiceImport(item.getServiceImport().getService()).build();
            case IMPORTED_SLICE ->
                key.setImportedSlice(sliceKey(item.getImportedSlice())).build();
            case PEER_GATEWAY ->
                key.setPeerGateway(item.getPeerGateway().getKey()).build();
            case EXPORT_STATUS ->
                key.setExportStatus(item.getExportStatus().getService()).build();
            case ITEM_NOT_SET -> key.build();
        };
    }

    private static dev.hanse.proto.v1.SliceKey sliceKey(ImportedSlice slice) {
        return dev.hanse.proto.v1.SliceKey.newBuilder()
                .setCluster(slice.getCluster())
                .setService(slice.getSlice().getService())
                .setSlice(slice.getSlice().getSlice())
                .build();
    }

    /** A service. */
    public static ServiceName name(dev.hanse.proto.v1.ServiceName name) {
        return ModelMapper.fromProto(name);
    }

    /** The key of an imported slice. */
    public static SliceKey key(dev.hanse.proto.v1.SliceKey key) {
        return new SliceKey(ModelMapper.fromProto(key.getService()), new ClusterId(key.getCluster()), key.getSlice());
    }

    /** The endpoints of an imported slice. */
    public static EndpointSlice slice(ImportedSlice slice) {
        return ModelMapper.fromProto(slice.getSlice());
    }

    /** An import. */
    public static ServiceImport serviceImport(dev.hanse.proto.v1.ServiceImport service) {
        return new ServiceImport(
                ModelMapper.fromProto(service.getService()),
                ModelMapper.fromProto(service.getType()),
                ModelMapper.ports(service.getPortsList()),
                new ServiceTraits(
                        ModelMapper.fromProto(service.getSessionAffinity()),
                        service.getInternalTrafficPolicy(),
                        service.getTrafficDistribution(),
                        service.getLabelsMap(),
                        service.getAnnotationsMap()),
                service.getClustersList().stream().map(ClusterId::new).toList());
    }

    /** What became of an export. */
    public static List<ExportCondition> conditions(ExportStatus status) {
        if (status.getConditionsCount() > MAX_CONDITIONS) {
            throw new IllegalArgumentException("export status: " + status.getConditionsCount()
                    + " conditions (expected: at most " + MAX_CONDITIONS + ")");
        }
        return status.getConditionsList().stream().map(ViewMapper::condition).toList();
    }

    private static ExportCondition condition(dev.hanse.proto.v1.ExportCondition condition) {
        ExportCondition.Type type = switch (condition.getType()) {
            case "Valid" -> ExportCondition.Type.VALID;
            case "Ready" -> ExportCondition.Type.READY;
            case "Conflict" -> ExportCondition.Type.CONFLICT;
            default ->
                throw new IllegalArgumentException(
                        "condition type: \"" + condition.getType() + "\" (expected: Valid, Ready or Conflict)");
        };
        ExportCondition.Status status = switch (condition.getStatus()) {
            case "True" -> ExportCondition.Status.TRUE;
            case "False" -> ExportCondition.Status.FALSE;
            case "Unknown" -> ExportCondition.Status.UNKNOWN;
            default ->
                throw new IllegalArgumentException(
                        "condition status: \"" + condition.getStatus() + "\" (expected: True, False or Unknown)");
        };
        return new ExportCondition(type, status, condition.getReason(), condition.getMessage());
    }
}
