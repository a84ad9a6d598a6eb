// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.wire;

import dev.hanse.discovery.ExportSet;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.proto.v1.ExportItem;
import dev.hanse.proto.v1.ItemKey;
import dev.hanse.proto.v1.SliceKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Exports as they travel up. */
public final class ExportMapper {

    private ExportMapper() {}

    /**
     * The items of a set by their keys: services first, so that a receiver knows a slice's service when it meets the
     * slice.
     */
    public static Map<ItemKey, ExportItem> toProto(ExportSet set) {
        Map<ItemKey, ExportItem> items = new LinkedHashMap<>();
        set.exports().forEach(export -> put(items, toItem(export)));
        set.slices().forEach(slice -> put(items, toItem(slice)));
        return items;
    }

    /**
     * The set that the items make.
     *
     * @throws IllegalArgumentException when an item is not valid
     */
    public static ExportSet fromProto(Iterable<ExportItem> items) {
        List<ServiceExport> exports = new ArrayList<>();
        List<EndpointSlice> slices = new ArrayList<>();
        for (ExportItem item : items) {
            switch (item.getItemCase()) {
                case SERVICE_EXPORT -> exports.add(fromProto(item.getServiceExport()));
                case ENDPOINT_SLICE -> slices.add(ModelMapper.fromProto(item.getEndpointSlice()));
                case ITEM_NOT_SET -> throw new IllegalArgumentException("export item: empty");
            }
        }
        return new ExportSet(exports, slices);
    }

    /** The key of an item. */
    public static ItemKey keyOf(ExportItem item) {
        return switch (item.getItemCase()) {
            case SERVICE_EXPORT ->
                ItemKey.newBuilder()
                        .setServiceExport(item.getServiceExport().getService())
                        .build();
            case ENDPOINT_SLICE ->
                ItemKey.newBuilder()
                        .setEndpointSlice(SliceKey.newBuilder()
                                .setService(item.getEndpointSlice().getService())
                                .setSlice(item.getEndpointSlice().getSlice()))
                        .build();
            case ITEM_NOT_SET -> throw new IllegalArgumentException("export item: empty");
        };
    }

    private static void put(Map<ItemKey, ExportItem> items, ExportItem item) {
        items.put(keyOf(item), item);
    }

    private static ExportItem toItem(EndpointSlice slice) {
        return ExportItem.newBuilder()
                .setEndpointSlice(ModelMapper.toProto(slice))
                .build();
    }

    private static ExportItem toItem(ServiceExport export) {
        ServiceTraits traits = export.traits();
        return ExportItem.newBuilder()
                .setServiceExport(dev.hanse.proto.v1.ServiceExport.newBuilder()
                        .setService(ModelMapper.toProto(export.name()))
                        .setType(ModelMapper.toProto(export.type()))
                        .setCreatedAt(ModelMapper.toProto(export.createdAt()))
                        .addAllPorts(export.ports().stream()
                                .map(ModelMapper::toProto)
                                .toList())
                        .setSessionAffinity(ModelMapper.toProto(traits.sessionAffinity()))
                        .putAllExportedLabels(traits.labels())
                        .putAllExportedAnnotations(traits.annotations())
                        .setInternalTrafficPolicy(traits.internalTrafficPolicy())
                        .setTrafficDistribution(traits.trafficDistribution()))
                .build();
    }

    private static ServiceExport fromProto(dev.hanse.proto.v1.ServiceExport export) {
        return new ServiceExport(
                ModelMapper.fromProto(export.getService()),
                ModelMapper.fromProto(export.getType()),
                ModelMapper.fromProto(export.getCreatedAt()),
                ModelMapper.ports(export.getPortsList()),
                new ServiceTraits(
                        ModelMapper.fromProto(export.getSessionAffinity()),
                        export.getInternalTrafficPolicy(),
                        export.getTrafficDistribution(),
                        export.getExportedLabelsMap(),
                        export.getExportedAnnotationsMap()));
    }
}
