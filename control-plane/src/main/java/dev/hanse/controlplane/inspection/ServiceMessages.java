// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.inspection;

import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.peers.RefusedWrites;
import dev.hanse.controlplane.views.PublishedService;
import dev.hanse.discovery.contract.EndpointSlices;
import dev.hanse.discovery.contract.ExportConditions;
import dev.hanse.discovery.contract.ServiceImports;
import dev.hanse.discovery.contract.ServiceNames;
import dev.hanse.discovery.contract.Times;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.SliceKey;
import dev.hanse.proto.v1.Contribution;
import dev.hanse.proto.v1.GatewayLeftOut;
import dev.hanse.proto.v1.GatewayRefusedWrite;
import dev.hanse.proto.v1.ImportedSlice;
import dev.hanse.proto.v1.RefusedWrite;
import dev.hanse.proto.v1.Service;
import dev.hanse.proto.v1.ServiceImport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Services as operators see them. */
final class ServiceMessages {

    private ServiceMessages() {}

    /** A service; one whose exports are all invalid has an import with a name and nothing else. */
    static Service service(ServiceName name, PublishedService published) {
        Service.Builder message = Service.newBuilder()
                .setServiceImport(published
                        .serviceImport()
                        .map(ServiceImports::toMessage)
                        .orElseGet(() -> ServiceImport.newBuilder()
                                .setService(ServiceNames.toMessage(name))
                                .build()));
        byPrecedence(published).forEach(cluster -> message.addContributions(contribution(cluster, published)));
        return message.build();
    }

    static GatewayRefusedWrite refusedWrite(GatewayId gateway, RefusedWrites.Refusal refused) {
        return GatewayRefusedWrite.newBuilder()
                .setGateway(ConnectionMessages.gateway(gateway))
                .setWrite(RefusedWrite.newBuilder()
                        .setService(ServiceNames.toMessage(refused.service()))
                        .setTarget(refused.target())
                        .setText(refused.text()))
                .build();
    }

    static GatewayLeftOut leftOut(GatewayId gateway, int leftOut) {
        return GatewayLeftOut.newBuilder()
                .setGateway(ConnectionMessages.gateway(gateway))
                .setLeftOut(leftOut)
                .build();
    }

    /** Its slices behind one of them, in order; made one by one. */
    static Stream<ImportedSlice> slices(PublishedService published, Optional<SliceKey> after) {
        return published.slices().entrySet().stream()
                .filter(entry -> after.isEmpty() || entry.getKey().compareTo(after.get()) > 0)
                .map(entry -> EndpointSlices.toMessage(entry.getKey().cluster(), entry.getValue()));
    }

    private static List<ClusterId> byPrecedence(PublishedService published) {
        List<ClusterId> order = new ArrayList<>();
        published.serviceImport().ifPresent(merged -> order.addAll(merged.clusters()));
        new TreeSet<>(published.conditions().keySet())
                .stream().filter(cluster -> !order.contains(cluster)).forEach(order::add);
        return order;
    }

    private static Contribution contribution(ClusterId cluster, PublishedService published) {
        List<Endpoint> endpoints = published.slices().entrySet().stream()
                .filter(entry -> entry.getKey().cluster().equals(cluster))
                .flatMap(entry -> entry.getValue().endpoints().stream())
                .toList();
        Contribution.Builder message = Contribution.newBuilder()
                .setCluster(cluster.value())
                .setEndpoints(endpoints.size())
                .setReadyEndpoints(
                        (int) endpoints.stream().filter(Endpoint::ready).count());
        if (published.createdAt().containsKey(cluster)) {
            message.setCreatedAt(Times.toMessage(published.createdAt().get(cluster)));
        }
        published.conditions().getOrDefault(cluster, List.of()).stream()
                .map(ExportConditions::toMessage)
                .forEach(message::addConditions);
        return message.build();
    }
}
