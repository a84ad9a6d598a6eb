// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.exports;

import dev.hanse.discovery.ExportSet;
import dev.hanse.discovery.contract.EndpointSlices;
import dev.hanse.discovery.contract.ItemKeys;
import dev.hanse.discovery.contract.ModelRules;
import dev.hanse.discovery.contract.ServiceExports;
import dev.hanse.discovery.contract.ServiceNames;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.proto.v1.ExportItem;
import dev.hanse.proto.v1.ItemKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Exports as they travel to the control plane and stand in files. */
final class ExportItems {

    private ExportItems() {}

    /**
     * The items of a set by their keys: services first, so that a receiver knows a slice's service when it meets the
     * slice.
     */
    static Map<ItemKey, ExportItem> toProto(ExportSet set) {
        Map<ItemKey, ExportItem> items = new LinkedHashMap<>();
        set.exports().forEach(export -> items.put(ItemKeys.serviceExport(export.name()), item(export)));
        set.slices().forEach(slice -> items.put(ItemKeys.endpointSlice(slice.service(), slice.name()), item(slice)));
        return items;
    }

    /**
     * The set that the items make.
     *
     * @throws IllegalArgumentException when an item is not valid
     */
    static ExportSet fromProto(Iterable<ExportItem> items) {
        List<ServiceExport> exports = new ArrayList<>();
        List<EndpointSlice> slices = new ArrayList<>();
        for (ExportItem item : items) {
            switch (item.getItemCase()) {
                case SERVICE_EXPORT ->
                    exports.add(ServiceExports.fromMessage(item.getServiceExport(), ModelRules.RULES));
                case ENDPOINT_SLICE ->
                    slices.add(EndpointSlices.fromMessage(item.getEndpointSlice(), ModelRules.RULES));
                case ITEM_NOT_SET -> throw new IllegalArgumentException("export item: empty");
            }
        }
        return new ExportSet(exports, slices);
    }

    /**
     * The key of an item.
     *
     * @throws IllegalArgumentException when the item is of no known kind
     */
    static ItemKey keyOf(ExportItem item) {
        if (item.getItemCase() == ExportItem.ItemCase.ITEM_NOT_SET) {
            throw new IllegalArgumentException("export item: empty");
        }
        return ItemKeys.of(item);
    }

    /** The service of an item of this gateway's. */
    static ServiceName serviceOf(ItemKey key) {
        return ServiceNames.fromMessage(
                key.hasEndpointSlice() ? key.getEndpointSlice().getService() : key.getServiceExport());
    }

    private static ExportItem item(ServiceExport export) {
        return ExportItem.newBuilder()
                .setServiceExport(ServiceExports.toMessage(export))
                .build();
    }

    private static ExportItem item(EndpointSlice slice) {
        return ExportItem.newBuilder()
                .setEndpointSlice(EndpointSlices.toMessage(slice))
                .build();
    }
}
