// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.inspection;

import dev.hanse.controlplane.audit.AuditRecords;
import dev.hanse.controlplane.peers.Peers;
import dev.hanse.controlplane.rpc.ControlLoop;
import dev.hanse.controlplane.rpc.Page;
import dev.hanse.controlplane.rpc.RefusedException;
import dev.hanse.controlplane.rpc.UnaryCall;
import dev.hanse.controlplane.views.Views;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.SliceKey;
import dev.hanse.net.address.IpLiteral;
import dev.hanse.proto.v1.GetServiceRequest;
import dev.hanse.proto.v1.GetServiceResponse;
import dev.hanse.proto.v1.InspectionGrpc;
import dev.hanse.proto.v1.ListAuditRecordsRequest;
import dev.hanse.proto.v1.ListAuditRecordsResponse;
import dev.hanse.proto.v1.ListConnectionsRequest;
import dev.hanse.proto.v1.ListConnectionsResponse;
import dev.hanse.proto.v1.ListServicesRequest;
import dev.hanse.proto.v1.ListServicesResponse;
import dev.hanse.proto.v1.ResolveRequest;
import dev.hanse.proto.v1.ResolveResponse;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Supplier;

/** Answers the calls of {@code Inspection}. Thread-safe: it reads on the control loop. */
public final class InspectionService extends InspectionGrpc.InspectionImplBase {

    private final ControlLoop loop;
    private final ServiceList services;
    private final ConnectionList connections;
    private final NameQueries names;
    private final AuditRecords audit;

    /** Over the state of a running control plane. */
    public InspectionService(ControlLoop loop, Peers peers, Views views, AuditRecords audit) {
        this.loop = loop;
        this.services = new ServiceList(loop, views, peers.writes());
        this.connections = new ConnectionList(peers);
        this.names = new NameQueries(peers, views);
        this.audit = audit;
    }

    @Override
    public void listServices(ListServicesRequest request, StreamObserver<ListServicesResponse> observer) {
        UnaryCall.answer(observer, () -> {
            Page page = Page.of(request.getPageSize());
            Optional<ServiceName> after = request.getPageToken().isEmpty()
                    ? Optional.empty()
                    : Optional.of(field("page_token", () -> ServiceName.parse(request.getPageToken())));
            return services.page(request.getNamespace(), after, page);
        });
    }

    @Override
    public void getService(GetServiceRequest request, StreamObserver<GetServiceResponse> observer) {
        UnaryCall.answer(observer, () -> {
            ServiceName name = field(
                    "service",
                    () -> new ServiceName(
                            request.getService().getNamespace(),
                            request.getService().getName()));
            Optional<SliceKey> after = request.getPageToken().isEmpty()
                    ? Optional.empty()
                    : Optional.of(field("page_token", () -> PageTokens.slice(name, request.getPageToken())));
            return services.get(name, after);
        });
    }

    @Override
    public void listConnections(ListConnectionsRequest request, StreamObserver<ListConnectionsResponse> observer) {
        UnaryCall.answer(observer, () -> {
            Optional<ClusterId> from = request.getClusterId().isEmpty()
                    ? Optional.empty()
                    : Optional.of(clusterId(request.getClusterId()));
            Optional<PageTokens.Pair> after = request.getPageToken().isEmpty()
                    ? Optional.empty()
                    : Optional.of(field("page_token", () -> PageTokens.pair(request.getPageToken())));
            return loop.call(() -> connections.from(from, after));
        });
    }

    @Override
    public void resolve(ResolveRequest request, StreamObserver<ResolveResponse> observer) {
        UnaryCall.answer(observer, () -> {
            ClusterId cluster = clusterId(request.getClusterId());
            String namespace = NameResolution.namespaceOf(request.getName());
            Optional<InetAddress> after = request.getPageToken().isEmpty()
                    ? Optional.empty()
                    : Optional.of(field("page_token", () -> IpLiteral.parse(request.getPageToken())));
            NameResolution resolution = loop.call(() -> names.in(cluster, namespace));
            return resolution.resolve(request.getName(), after);
        });
    }

    @Override
    public void listAuditRecords(ListAuditRecordsRequest request, StreamObserver<ListAuditRecordsResponse> observer) {
        UnaryCall.answer(observer, () -> {
            AuditQuery query = AuditQuery.of(request);
            return query.answer(loop.call(() -> audit.newest(query.filter(), query.before(), query.limit())));
        });
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
