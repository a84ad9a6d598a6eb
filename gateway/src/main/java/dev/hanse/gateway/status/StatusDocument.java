// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.status;

import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ExportCondition;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.model.SliceKey;
import dev.hanse.discovery.model.View;
import dev.hanse.gateway.link.LinkState;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The status as JSON (docs/operations.md lists the fields). Holds no secret. */
final class StatusDocument {

    private static final long NANOS_PER_MICRO = 1000;

    private StatusDocument() {}

    static JsonObject of(GatewayStatus status) {
        return new JsonObject()
                .put("clusterSet", status.identity().clusterSet())
                .put("cluster", status.identity().cluster().value())
                .put("gateway", status.identity().gateway())
                .put("softwareVersion", status.softwareVersion())
                .put("startedAt", status.startedAt().toString())
                .put("ready", status.ready())
                .put("link", link(status))
                .put("view", view(status))
                .put("services", services(status.view().view()))
                .put("exports", exports(status))
                .put("sources", sources(status))
                .put("paths", paths(status))
                .put("certificate", certificate(status))
                .put("dns", dns(status))
                .put("tunnel", status.tunnel().map(TunnelDocument::of).orElse(null))
                .put("stateFailures", new JsonArray(status.stateFailures()));
    }

    private static JsonObject link(GatewayStatus status) {
        var link = status.link();
        return new JsonObject()
                .put("state", link.state().name().toLowerCase(Locale.ROOT))
                .put("since", link.since().toString())
                .put("address", link.address())
                .put("reason", link.reason())
                .put("connects", link.connects())
                .put("unansweredExports", link.unansweredExports())
                .put("stale", link.state() != LinkState.UP)
                .put("secondsSinceHeard", status.staleness().toSeconds());
    }

    private static JsonObject view(GatewayStatus status) {
        var view = status.view();
        return new JsonObject()
                .put("served", view.served())
                .put("fromState", view.fromState())
                .put("version", view.view().version())
                .put("services", view.view().imports().size())
                .put("slices", view.view().slices().size())
                .put("peers", view.content().peers().size())
                .put(
                        "unreachableClusters",
                        array(view.unreachable().stream().sorted().toList(), Object::toString));
    }

    private static JsonArray services(View view) {
        Map<ServiceName, List<Map.Entry<SliceKey, EndpointSlice>>> slices = view.slices().entrySet().stream()
                .collect(Collectors.groupingBy(entry -> entry.getKey().service()));
        return array(
                view.imports().values(),
                service -> new JsonObject()
                        .put("namespace", service.name().namespace())
                        .put("name", service.name().name())
                        .put("type", service.type().name())
                        .put("clusters", array(service.clusters(), Object::toString))
                        .put("ports", array(service.ports(), StatusDocument::port))
                        .put("endpoints", endpoints(slices.getOrDefault(service.name(), List.of()))));
    }

    private static JsonObject port(ServicePort port) {
        return new JsonObject()
                .put("name", port.name())
                .put("protocol", port.protocol().name())
                .put("port", port.port());
    }

    private static JsonArray endpoints(List<Map.Entry<SliceKey, EndpointSlice>> slices) {
        JsonArray endpoints = new JsonArray();
        for (Map.Entry<SliceKey, EndpointSlice> slice : slices) {
            for (Endpoint endpoint : slice.getValue().endpoints()) {
                endpoints.add(new JsonObject()
                        .put("cluster", slice.getKey().cluster().value())
                        .put("address", endpoint.address().getHostAddress())
                        .put("hostname", endpoint.hostname())
                        .put("ready", endpoint.ready())
                        .put("weight", endpoint.weight()));
            }
        }
        return endpoints;
    }

    private static JsonObject exports(GatewayStatus status) {
        JsonArray conditions = new JsonArray();
        status.view()
                .content()
                .conditions()
                .forEach((service, list) -> conditions.add(new JsonObject()
                        .put("namespace", service.namespace())
                        .put("name", service.name())
                        .put("conditions", array(list, StatusDocument::condition))));
        return new JsonObject()
                .put("conditions", conditions)
                .put(
                        "refused",
                        array(
                                status.refused(),
                                refused -> new JsonObject()
                                        .put("item", refused.item())
                                        .put("reason", refused.reason())
                                        .put("message", refused.message())))
                .put("errors", new JsonArray(status.sourceErrors()));
    }

    private static JsonObject condition(ExportCondition condition) {
        return new JsonObject()
                .put("type", condition.type().name())
                .put("status", condition.status().name())
                .put("reason", condition.reason())
                .put("message", condition.message());
    }

    private static JsonArray sources(GatewayStatus status) {
        return array(
                status.sources(),
                source -> new JsonObject()
                        .put("name", source.name())
                        .put("read", source.read())
                        .put("stale", !source.staleReason().isEmpty())
                        .put("staleReason", source.staleReason())
                        .put("since", source.since().toString())
                        .put("services", source.services()));
    }

    private static JsonArray paths(GatewayStatus status) {
        return array(
                status.view().paths(),
                path -> new JsonObject()
                        .put("cluster", path.peer().cluster())
                        .put("gateway", path.peer().gateway())
                        .put("up", path.up())
                        .put("roundTripMicros", path.roundTrip().toNanos() / NANOS_PER_MICRO)
                        .put("since", path.since().toString()));
    }

    private static JsonObject certificate(GatewayStatus status) {
        var certificate = status.certificate();
        return new JsonObject()
                .put("identity", status.identity().toString())
                .put("expiresAt", certificate.expiresAt().toString())
                .put("renewAt", certificate.renewAt().toString())
                .put("renewals", certificate.renewals())
                .put("failures", certificate.failures())
                .put("lastFailure", certificate.lastFailure());
    }

    private static JsonObject dns(GatewayStatus status) {
        JsonObject answers = new JsonObject();
        status.dns().answers().forEach(answers::put);
        return new JsonObject()
                .put("ready", status.dns().ready())
                .put("serial", status.dns().serial())
                .put("services", status.dns().services())
                .put("panicServices", status.dns().panicServices())
                .put("udpQueries", status.dns().udpQueries())
                .put("tcpQueries", status.dns().tcpQueries())
                .put("answers", answers);
    }

    static <T> JsonArray array(Iterable<T> values, Function<T, Object> map) {
        JsonArray array = new JsonArray();
        values.forEach(value -> array.add(map.apply(value)));
        return array;
    }
}
