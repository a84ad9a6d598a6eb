// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.hanse.controlplane.model.ExportItem;
import dev.hanse.discovery.contract.EndpointSlices;
import dev.hanse.discovery.contract.ServiceExports;

/** Exported items as messages: what gateways send is also what the store keeps. */
public final class ExportItems {

    private ExportItems() {}

    /**
     * Reads an item.
     *
     * @throws IllegalArgumentException if it is malformed
     */
    public static ExportItem fromMessage(dev.hanse.proto.v1.ExportItem message) {
        return switch (message.getItemCase()) {
            case SERVICE_EXPORT ->
                new ExportItem.Service(
                        ServiceExports.fromMessage(message.getServiceExport(), ControlPlaneReading.RULES));
            case ENDPOINT_SLICE ->
                new ExportItem.Slice(EndpointSlices.fromMessage(message.getEndpointSlice(), ControlPlaneReading.RULES));
            case ITEM_NOT_SET ->
                throw new IllegalArgumentException("item: of no known kind (expected: a service or a slice)");
        };
    }

    /** An item as it is kept: the message that stands for it. */
    public static byte[] toBytes(ExportItem item) {
        return switch (item) {
            case ExportItem.Service(var export, var _) ->
                dev.hanse.proto.v1.ExportItem.newBuilder()
                        .setServiceExport(ServiceExports.toMessage(export))
                        .build()
                        .toByteArray();
            case ExportItem.Slice(var slice, var _) ->
                dev.hanse.proto.v1.ExportItem.newBuilder()
                        .setEndpointSlice(EndpointSlices.toMessage(slice))
                        .build()
                        .toByteArray();
        };
    }

    /**
     * Reads what {@link #toBytes} wrote.
     *
     * @throws IllegalArgumentException if it did not
     */
    public static ExportItem fromBytes(byte[] bytes) {
        try {
            return fromMessage(dev.hanse.proto.v1.ExportItem.parseFrom(bytes));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("kept item: " + bytes.length + " octets that are no ExportItem", e);
        }
    }
}
