// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.contract;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.SliceKey;
import dev.hanse.proto.v1.ExportItem;
import dev.hanse.proto.v1.ItemKey;
import dev.hanse.proto.v1.ViewItem;

/** What items of exports and views are called. */
public final class ItemKeys {

    private ItemKeys() {}

    /** Names an export. */
    public static ItemKey serviceExport(ServiceName service) {
        return ItemKey.newBuilder()
                .setServiceExport(ServiceNames.toMessage(service))
                .build();
    }

    /** Names a slice of an export; whose cluster it is, is clear. */
    public static ItemKey endpointSlice(ServiceName service, String slice) {
        return ItemKey.newBuilder()
                .setEndpointSlice(dev.hanse.proto.v1.SliceKey.newBuilder()
                        .setService(ServiceNames.toMessage(service))
                        .setSlice(slice))
                .build();
    }

    /** Names an import. */
    public static ItemKey serviceImport(ServiceName service) {
        return ItemKey.newBuilder()
                .setServiceImport(ServiceNames.toMessage(service))
                .build();
    }

    /** Names an imported slice. */
    public static ItemKey importedSlice(SliceKey slice) {
        return ItemKey.newBuilder()
                .setImportedSlice(dev.hanse.proto.v1.SliceKey.newBuilder()
                        .setCluster(slice.cluster().value())
                        .setService(ServiceNames.toMessage(slice.service()))
                        .setSlice(slice.slice()))
                .build();
    }

    /**
     * The imported slice that a message names.
     *
     * @throws IllegalArgumentException with the value and the expectation
     */
    public static SliceKey importedSlice(dev.hanse.proto.v1.SliceKey message) {
        return new SliceKey(
                ServiceNames.fromMessage(message.getService()),
                new ClusterId(message.getCluster()),
                message.getSlice());
    }

    /** Names what became of an export. */
    public static ItemKey exportStatus(ServiceName service) {
        return ItemKey.newBuilder()
                .setExportStatus(ServiceNames.toMessage(service))
                .build();
    }

    /** The key of an item, be it valid or not; without a name for one of no known kind. */
    public static ItemKey of(ExportItem item) {
        ItemKey.Builder key = ItemKey.newBuilder();
        return switch (item.getItemCase()) {
            case SERVICE_EXPORT ->
                key.setServiceExport(item.getServiceExport().getService()).build();
            case ENDPOINT_SLICE ->
                key.setEndpointSlice(dev.hanse.proto.v1.SliceKey.newBuilder()
                                .setService(item.getEndpointSlice().getService())
                                .setSlice(item.getEndpointSlice().getSlice()))
                        .build();
            case ITEM_NOT_SET -> key.build();
        };
    }

    /** The key of an item, be it valid or not; without a name for one of no known kind. */
    public static ItemKey of(ViewItem item) {
        ItemKey.Builder key = ItemKey.newBuilder();
        return switch (item.getItemCase()) {
            case SERVICE_IMPORT ->
                key.setServiceImport(item.getServiceImport().getService()).build();
            case IMPORTED_SLICE ->
                key.setImportedSlice(dev.hanse.proto.v1.SliceKey.newBuilder()
                                .setCluster(item.getImportedSlice().getCluster())
                                .setService(item.getImportedSlice().getSlice().getService())
                                .setSlice(item.getImportedSlice().getSlice().getSlice()))
                        .build();
            case PEER_GATEWAY ->
                key.setPeerGateway(item.getPeerGateway().getKey()).build();
            case EXPORT_STATUS ->
                key.setExportStatus(item.getExportStatus().getService()).build();
            case ITEM_NOT_SET -> key.build();
        };
    }

    /** What is exported, for a person: {@code namespace/name}, for an EndpointSlice with {@code /slice} behind it. */
    public static String exportText(ItemKey key) {
        if (key.hasEndpointSlice()) {
            dev.hanse.proto.v1.SliceKey slice = key.getEndpointSlice();
            return text(slice.getService()) + "/" + slice.getSlice();
        }
        return text(key.getServiceExport());
    }

    private static String text(dev.hanse.proto.v1.ServiceName service) {
        return service.getNamespace() + "/" + service.getName();
    }
}
