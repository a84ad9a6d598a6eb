// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.contract;

import com.google.protobuf.ByteString;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.proto.v1.ImportedSlice;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;

/** Slices of endpoints, as their cluster exports them and as others import them. */
public final class EndpointSlices {

    private EndpointSlices() {}

    /** As a message. */
    public static dev.hanse.proto.v1.EndpointSlice toMessage(EndpointSlice slice) {
        return dev.hanse.proto.v1.EndpointSlice.newBuilder()
                .setService(ServiceNames.toMessage(slice.service()))
                .setSlice(slice.name())
                .addAllPorts(ServicePorts.toMessages(slice.ports()))
                .addAllConflictingPorts(sorted(slice.conflicting()))
                .setPortless(slice.portless())
                .addAllEndpoints(slice.endpoints().stream()
                        .map(EndpointSlices::toMessage)
                        .toList())
                .build();
    }

    /**
     * From a message.
     *
     * @throws IllegalArgumentException with the value and the expectation
     */
    public static EndpointSlice fromMessage(dev.hanse.proto.v1.EndpointSlice message, ReadingRules rules) {
        return new EndpointSlice(
                ServiceNames.fromMessage(message.getService()),
                message.getSlice(),
                ServicePorts.fromMessages(message.getPortsList(), rules),
                Set.copyOf(message.getConflictingPortsList()),
                message.getPortless(),
                message.getEndpointsList().stream()
                        .map(EndpointSlices::fromMessage)
                        .toList());
    }

    /** As a message with the cluster that the slice comes from; its key in {@link ItemKeys} names both. */
    public static ImportedSlice toMessage(ClusterId cluster, EndpointSlice slice) {
        return ImportedSlice.newBuilder()
                .setCluster(cluster.value())
                .setSlice(toMessage(slice))
                .build();
    }

    /** The same octets for the same slice. */
    private static List<String> sorted(Set<String> names) {
        return names.isEmpty() ? List.of() : names.stream().sorted().toList();
    }

    private static dev.hanse.proto.v1.Endpoint toMessage(Endpoint endpoint) {
        dev.hanse.proto.v1.Endpoint.Builder message = dev.hanse.proto.v1.Endpoint.newBuilder()
                .setAddress(ByteString.copyFrom(endpoint.address().getAddress()))
                .setHostname(endpoint.hostname())
                .setReady(endpoint.ready())
                .setTerminating(endpoint.terminating())
                .setWeight(endpoint.weight());
        if (endpoint.serving() != endpoint.ready()) {
            message.setServing(endpoint.serving());
        }
        return message.build();
    }

    private static Endpoint fromMessage(dev.hanse.proto.v1.Endpoint message) {
        return new Endpoint(
                address(message.getAddress()),
                message.getHostname(),
                message.getReady(),
                message.hasServing() ? message.getServing() : message.getReady(),
                message.getTerminating(),
                message.getWeight());
    }

    private static InetAddress address(ByteString octets) {
        try {
            return InetAddress.getByAddress(octets.toByteArray());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("endpoint address: " + octets.size() + " octets (expected: 4 or 16)", e);
        }
    }
}
