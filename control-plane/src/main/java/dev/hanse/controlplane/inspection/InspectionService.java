// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.inspection;

import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.model.GatewayTunnel;
import dev.hanse.controlplane.peers.Members;
import dev.hanse.controlplane.peers.PathReports;
import dev.hanse.controlplane.peers.Peers;
import dev.hanse.controlplane.rpc.ControlLoop;
import dev.hanse.controlplane.rpc.Page;
import dev.hanse.controlplane.rpc.Reason;
import dev.hanse.controlplane.rpc.RefusedException;
import dev.hanse.controlplane.rpc.UnaryCall;
import dev.hanse.controlplane.views.PublishedService;
import dev.hanse.controlplane.views.Views;
import dev.hanse.controlplane.wire.Traffics;
import dev.hanse.controlplane.wire.ViewMessages;
import dev.hanse.discovery.contract.Times;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.proto.v1.Connection;
import dev.hanse.proto.v1.GetServiceRequest;
import dev.hanse.proto.v1.GetServiceResponse;
import dev.hanse.proto.v1.InspectionGrpc;
import dev.hanse.proto.v1.ListConnectionsRequest;
import dev.hanse.proto.v1.ListConnectionsResponse;
import dev.hanse.proto.v1.ListServicesRequest;
import dev.hanse.proto.v1.ListServicesResponse;
import dev.hanse.proto.v1.ResolveRequest;
import dev.hanse.proto.v1.ResolveResponse;
import dev.hanse.proto.v1.Service;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Answers the calls of {@code Inspection}. Thread-safe: it reads on the control loop. */
public final class InspectionService extends InspectionGrpc.InspectionImplBase {

    private final ControlLoop loop;
    private final Members members;
    private final Views views;
    private final PathReports paths;

    /** Over the state of a running control plane. */
    public InspectionService(ControlLoop loop, Peers peers, Views views) {
        this.loop = loop;
        this.members = peers.members();
        this.views = views;
        this.paths = peers.paths();
    }

    @Override
    public void listServices(ListServicesRequest request, StreamObserver<ListServicesResponse> observer) {
        UnaryCall.answer(observer, () -> {
            Page page = Page.of(request.getPageSize());
            Optional<ServiceName> after = request.getPageToken().isEmpty()
                    ? Optional.empty()
                    : Optional.of(field("page_token", () -> ServiceName.parse(request.getPageToken())));
            return loop.call(() -> list(request.getNamespace(), after, page));
        });
    }

    private ListServicesResponse list(String namespace, Optional<ServiceName> after, Page page) {
        NavigableMap<ServiceName, PublishedService> services = views.services();
        NavigableMap<ServiceName, PublishedService> rest =
                after.map(name -> services.tailMap(name, false)).orElse(services);
        List<Service> found = rest.entrySet().stream()
                .filter(entry ->
                        namespace.isEmpty() || entry.getKey().namespace().equals(namespace))
                .limit(page.size() + 1L)
                .map(entry -> ServiceMessages.service(entry.getKey(), entry.getValue()))
                .toList();
        return ListServicesResponse.newBuilder()
                .addAllServices(page.cut(found))
                .setNextPageToken(page.next(found, InspectionService::nameOf))
                .build();
    }

    private static String nameOf(Service service) {
        dev.hanse.proto.v1.ServiceName name = service.getServiceImport().getService();
        return name.getNamespace() + "/" + name.getName();
    }

    @Override
    public void getService(GetServiceRequest request, StreamObserver<GetServiceResponse> observer) {
        UnaryCall.answer(observer, () -> {
            ServiceName name = field(
                    "service",
                    () -> new ServiceName(
                            request.getService().getNamespace(),
                            request.getService().getName()));
            return loop.call(() -> {
                PublishedService published = views.services().get(name);
                if (published == null) {
                    throw new RefusedException(Reason.SERVICE_UNKNOWN, "service " + name + ": no cluster exports it");
                }
                return GetServiceResponse.newBuilder()
                        .setService(ServiceMessages.service(name, published))
                        .addAllSlices(ServiceMessages.slices(published))
                        .build();
            });
        });
    }

    @Override
    public void listConnections(ListConnectionsRequest request, StreamObserver<ListConnectionsResponse> observer) {
        UnaryCall.answer(observer, () -> {
            Optional<ClusterId> from = request.getClusterId().isEmpty()
                    ? Optional.empty()
                    : Optional.of(clusterId(request.getClusterId()));
            return loop.call(() -> connections(from));
        });
    }

    private ListConnectionsResponse connections(Optional<ClusterId> from) {
        ListConnectionsResponse.Builder response = ListConnectionsResponse.newBuilder();
        paths.all().forEach((gateway, report) -> {
            if (from.isEmpty() || from.get().equals(gateway.cluster())) {
                new TreeMap<>(report.paths())
                        .values()
                        .forEach(path -> response.addConnections(connection(gateway, path, report)));
            }
        });
        return response.build();
    }

    private Connection connection(GatewayId from, PathReports.Path path, PathReports.Report report) {
        Connection.Builder connection = Connection.newBuilder()
                .setFrom(ViewMessages.gateway(from))
                .setTo(ViewMessages.gateway(path.peer()))
                .setUp(path.up())
                .setRoundTripMicros(path.roundTrip().toNanos() / 1_000)
                .setSince(Times.toMessage(path.since()))
                .setReportedAt(Times.toMessage(report.receivedAt()))
                .setFromWorkers(workers(from))
                .setToWorkers(workers(path.peer()));
        path.traffic().map(Traffics::toMessage).ifPresent(connection::setTraffic);
        return connection.build();
    }

    private int workers(GatewayId gateway) {
        return members.gateway(gateway)
                .flatMap(GatewayMember::tunnel)
                .map(GatewayTunnel::workers)
                .orElse(0);
    }

    @Override
    public void resolve(ResolveRequest request, StreamObserver<ResolveResponse> observer) {
        UnaryCall.answer(observer, () -> {
            ClusterId cluster = clusterId(request.getClusterId());
            String namespace = NameResolution.namespaceOf(request.getName());
            NameResolution resolution = loop.call(() -> {
                if (members.cluster(cluster).isEmpty()) {
                    throw new RefusedException(Reason.CLUSTER_UNKNOWN, "cluster " + cluster + " is no member");
                }
                return NameResolution.of(
                        cluster, inNamespace(namespace), Reachability.unreachableFrom(cluster, paths.all()));
            });
            return resolution.resolve(request.getName());
        });
    }

    /** The services that matter for names of one namespace; all, where the name is above them. */
    private NavigableMap<ServiceName, PublishedService> inNamespace(String namespace) {
        NavigableMap<ServiceName, PublishedService> found = new TreeMap<>(views.services());
        found.keySet()
                .removeIf(name -> !namespace.isEmpty() && !name.namespace().equals(namespace));
        return found;
    }

    private static ClusterId clusterId(String text) {
        return field("cluster_id", () -> new ClusterId(text));
    }

    private static <T> T field(String name, Supplier<T> parse) {
        try {
            return parse.get();
        } catch (IllegalArgumentException e) {
            throw RefusedException.field(name, String.valueOf(e.getMessage()));
        }
    }
}
