// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.membership;

import dev.hanse.controlplane.audit.AuditLog;
import dev.hanse.controlplane.identity.CertificateChain;
import dev.hanse.controlplane.identity.CertificateRequest;
import dev.hanse.controlplane.identity.Identity;
import dev.hanse.controlplane.model.ClusterMember;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.rpc.Caller;
import dev.hanse.controlplane.rpc.ControlLoop;
import dev.hanse.controlplane.rpc.Page;
import dev.hanse.controlplane.rpc.Reason;
import dev.hanse.controlplane.rpc.RefusedException;
import dev.hanse.controlplane.rpc.UnaryCall;
import dev.hanse.controlplane.wire.Times;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.proto.v1.Cluster;
import dev.hanse.proto.v1.ClusterRegistryGrpc;
import dev.hanse.proto.v1.CreateTokenRequest;
import dev.hanse.proto.v1.CreateTokenResponse;
import dev.hanse.proto.v1.GetClusterRequest;
import dev.hanse.proto.v1.GetClusterResponse;
import dev.hanse.proto.v1.ListClustersRequest;
import dev.hanse.proto.v1.ListClustersResponse;
import dev.hanse.proto.v1.RegisterClusterRequest;
import dev.hanse.proto.v1.RegisterClusterResponse;
import dev.hanse.proto.v1.RemoveClusterRequest;
import dev.hanse.proto.v1.RemoveClusterResponse;
import dev.hanse.proto.v1.RenewCertificateRequest;
import dev.hanse.proto.v1.RenewCertificateResponse;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Answers the calls of {@code ClusterRegistry}. Thread-safe: it reads requests on the caller's thread and decides on
 * the control loop.
 */
public final class ClusterRegistryService extends ClusterRegistryGrpc.ClusterRegistryImplBase {

    private final RegistryParts parts;
    private final ControlLoop loop;
    private final AttemptLimit attempts;
    private final AuditLog audit;
    private final Membership membership;

    /** For calls that come through {@link dev.hanse.controlplane.rpc.CallerInterceptor}. */
    public ClusterRegistryService(RegistryParts parts, ControlLoop loop, AttemptLimit attempts) {
        this.parts = parts;
        this.loop = loop;
        this.attempts = attempts;
        this.audit = new AuditLog(parts.store(), parts.clock());
        this.membership = new Membership(parts, audit);
    }

    @Override
    public void createToken(CreateTokenRequest request, StreamObserver<CreateTokenResponse> observer) {
        Caller caller = Caller.current();
        UnaryCall.answer(
                observer,
                () -> audited(caller, "token.create", request.getClusterId(), () -> {
                    ClusterId cluster = field("cluster_id", request.getClusterId(), ClusterId::new);
                    Duration life = request.hasLife() ? life(request.getLife()) : JoinTokens.DEFAULT_LIFE;
                    JoinTokens.Fresh fresh = loop.call(() ->
                            membership.createToken(caller.toString(), cluster, request.getAdditionalGateway(), life));
                    return CreateTokenResponse.newBuilder()
                            .setToken(JoinTokenText.encode(
                                    parts.addresses().get(),
                                    parts.authority().pin(),
                                    parts.clusterSet(),
                                    cluster,
                                    fresh.secret(),
                                    fresh.token().expiresAt()))
                            .setExpiresAt(Times.toMessage(fresh.token().expiresAt()))
                            .setTokenId(fresh.token().id())
                            .build();
                }));
    }

    private static Duration life(com.google.protobuf.Duration message) {
        long seconds = Math.clamp(message.getSeconds(), -1_000_000L, 1_000_000L);
        return Duration.ofSeconds(seconds, message.getNanos());
    }

    @Override
    public void registerCluster(RegisterClusterRequest request, StreamObserver<RegisterClusterResponse> observer) {
        Caller caller = Caller.current();
        UnaryCall.answer(observer, () -> {
            attempts.attempt(caller.address());
            String subject = request.getClusterId() + "/" + request.getGatewayName();
            return audited(caller, "cluster.register", subject, () -> {
                Registration asked = registration(request);
                Registration.Granted granted = loop.call(() -> membership.register(caller.toString(), asked));
                return RegisterClusterResponse.newBuilder()
                        .addCertificateChain(MemberMessages.der(granted.chain().leaf()))
                        .addCertificateChain(MemberMessages.der(granted.chain().issuing()))
                        .addTrustBundle(MemberMessages.der(granted.chain().root()))
                        .setClusterSet(parts.clusterSet())
                        .setIdentity(granted.identity().uri().toString())
                        .setRenewAt(Times.toMessage(granted.chain().renewAt()))
                        .build();
            });
        });
    }

    private static Registration registration(RegisterClusterRequest request) {
        ClusterId cluster = field("cluster_id", request.getClusterId(), ClusterId::new);
        GatewayId gateway = field("gateway_name", request.getGatewayName(), name -> new GatewayId(cluster, name));
        return new Registration(
                request.getTokenSecret().toByteArray(),
                gateway,
                csr(request.getCsr().toByteArray()),
                Prefixes.parse("pod_prefixes", request.getPodPrefixesList()),
                Prefixes.parse("service_prefixes", request.getServicePrefixesList()));
    }

    @Override
    public void renewCertificate(RenewCertificateRequest request, StreamObserver<RenewCertificateResponse> observer) {
        Caller caller = Caller.current();
        UnaryCall.answer(
                observer,
                () -> audited(caller, "certificate.renew", caller.toString(), () -> {
                    Identity.OfGateway identity = caller.gateway();
                    CertificateRequest asked = csr(request.getCsr().toByteArray());
                    CertificateChain chain = loop.call(() -> membership.renew(identity, asked));
                    return RenewCertificateResponse.newBuilder()
                            .addCertificateChain(MemberMessages.der(chain.leaf()))
                            .addCertificateChain(MemberMessages.der(chain.issuing()))
                            .addTrustBundle(MemberMessages.der(chain.root()))
                            .setRenewAt(Times.toMessage(chain.renewAt()))
                            .build();
                }));
    }

    @Override
    public void listClusters(ListClustersRequest request, StreamObserver<ListClustersResponse> observer) {
        UnaryCall.answer(observer, () -> {
            Page page = Page.of(request.getPageSize());
            return loop.call(() -> {
                List<Cluster> found = parts.members().clusters().values().stream()
                        .filter(each -> each.id().value().compareTo(request.getPageToken()) > 0)
                        .limit(page.size() + 1L)
                        .map(this::describe)
                        .toList();
                return ListClustersResponse.newBuilder()
                        .addAllClusters(page.cut(found))
                        .setNextPageToken(page.next(found, Cluster::getId))
                        .build();
            });
        });
    }

    @Override
    public void getCluster(GetClusterRequest request, StreamObserver<GetClusterResponse> observer) {
        UnaryCall.answer(observer, () -> {
            ClusterId id = field("cluster_id", request.getClusterId(), ClusterId::new);
            return loop.call(() -> GetClusterResponse.newBuilder()
                    .setCluster(parts.members()
                            .cluster(id)
                            .map(this::describe)
                            .orElseThrow(() -> new RefusedException(
                                    Reason.CLUSTER_UNKNOWN,
                                    "cluster " + id + " is no member of " + parts.clusterSet())))
                    .build());
        });
    }

    private Cluster describe(ClusterMember cluster) {
        return MemberMessages.cluster(
                cluster,
                parts.members().gatewaysOf(cluster.id()),
                parts.federation().exportedServices(cluster.id()),
                parts.streams());
    }

    @Override
    public void removeCluster(RemoveClusterRequest request, StreamObserver<RemoveClusterResponse> observer) {
        Caller caller = Caller.current();
        UnaryCall.answer(
                observer,
                () -> audited(caller, "cluster.remove", request.getClusterId(), () -> {
                    ClusterId id = field("cluster_id", request.getClusterId(), ClusterId::new);
                    loop.run(() -> membership.remove(caller.toString(), id));
                    return RemoveClusterResponse.getDefaultInstance();
                }));
    }

    private static CertificateRequest csr(byte[] der) {
        try {
            return CertificateRequest.parse(der);
        } catch (CertificateRequest.InvalidRequestException e) {
            throw RefusedException.field(Reason.CSR_INVALID, "csr", String.valueOf(e.getMessage()));
        }
    }

    private static <T> T field(String name, String value, Function<String, T> parse) {
        try {
            return parse.apply(value);
        } catch (IllegalArgumentException e) {
            throw RefusedException.field(name, String.valueOf(e.getMessage()));
        }
    }

    private <T> T audited(Caller caller, String action, String subject, Supplier<T> work) {
        try {
            return work.get();
        } catch (RefusedException e) {
            if (e.reason() != Reason.SHUTTING_DOWN) {
                loop.run(() -> audit.refused(
                        caller.toString(), action, subject, e.reason().name(), String.valueOf(e.getMessage())));
            }
            throw e;
        }
    }
}
