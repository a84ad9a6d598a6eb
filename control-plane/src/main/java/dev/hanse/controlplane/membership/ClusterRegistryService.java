// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.membership;

import dev.hanse.controlplane.identity.CertificateChain;
import dev.hanse.controlplane.identity.CertificateRequest;
import dev.hanse.controlplane.identity.Identity;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.rpc.Caller;
import dev.hanse.controlplane.rpc.ControlLoop;
import dev.hanse.controlplane.rpc.Page;
import dev.hanse.controlplane.rpc.UnaryCall;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.net.time.NanoClock;
import dev.hanse.proto.v1.ClusterRegistryGrpc;
import dev.hanse.proto.v1.CreateTokenRequest;
import dev.hanse.proto.v1.CreateTokenResponse;
import dev.hanse.proto.v1.DescribeRemovalRequest;
import dev.hanse.proto.v1.DescribeRemovalResponse;
import dev.hanse.proto.v1.DrainGatewayRequest;
import dev.hanse.proto.v1.DrainGatewayResponse;
import dev.hanse.proto.v1.GetClusterRequest;
import dev.hanse.proto.v1.GetClusterResponse;
import dev.hanse.proto.v1.ListClustersRequest;
import dev.hanse.proto.v1.ListClustersResponse;
import dev.hanse.proto.v1.RegisterClusterRequest;
import dev.hanse.proto.v1.RegisterClusterResponse;
import dev.hanse.proto.v1.RemoveClusterRequest;
import dev.hanse.proto.v1.RemoveClusterResponse;
import dev.hanse.proto.v1.RemoveGatewayRequest;
import dev.hanse.proto.v1.RemoveGatewayResponse;
import dev.hanse.proto.v1.RenewCertificateRequest;
import dev.hanse.proto.v1.RenewCertificateResponse;
import dev.hanse.proto.v1.RotateGatewayKeyRequest;
import dev.hanse.proto.v1.RotateGatewayKeyResponse;
import dev.hanse.proto.v1.UndrainGatewayRequest;
import dev.hanse.proto.v1.UndrainGatewayResponse;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Answers the calls of {@code ClusterRegistry}. Thread-safe: it reads requests on the caller's thread and decides on
 * the control loop.
 */
public final class ClusterRegistryService extends ClusterRegistryGrpc.ClusterRegistryImplBase {

    private final ControlLoop loop;
    private final Membership membership;
    private final TokenTexts tokenTexts;
    private final AttemptLimit joining;
    private final AttemptLimit renewing;

    /**
     * For calls that come through {@link dev.hanse.controlplane.rpc.CallerInterceptor}.
     *
     * @param loop that owns all that decides
     * @param membership decides
     * @param addresses of the control plane, known once it serves, for tokens
     * @param nanoTime for how often one may try to join or to renew
     */
    public ClusterRegistryService(
            ControlLoop loop, Membership membership, Supplier<List<String>> addresses, NanoClock nanoTime) {
        this.loop = loop;
        this.membership = membership;
        this.tokenTexts = membership.tokenTexts(addresses);
        this.joining = AttemptLimit.ofJoining(nanoTime);
        this.renewing = AttemptLimit.ofRenewing(nanoTime);
    }

    @Override
    public void createToken(CreateTokenRequest request, StreamObserver<CreateTokenResponse> observer) {
        Caller caller = Caller.current();
        UnaryCall.answer(
                observer,
                () -> AuditedCalls.run("token.create", request.getClusterId(), () -> create(caller, request)));
    }

    private CreateTokenResponse create(Caller caller, CreateTokenRequest request) {
        TokenTerms terms = RegistryMessages.terms(request);
        JoinTokens.Fresh fresh = loop.call(() -> membership.tokenIssue().create(caller.toString(), terms));
        return RegistryMessages.created(fresh, tokenTexts.write(fresh));
    }

    @Override
    public void registerCluster(RegisterClusterRequest request, StreamObserver<RegisterClusterResponse> observer) {
        Caller caller = Caller.current();
        String subject = request.getClusterId() + "/" + request.getGatewayName();
        UnaryCall.answer(
                observer, () -> AuditedCalls.run("cluster.register", subject, () -> register(caller, request)));
    }

    private RegisterClusterResponse register(Caller caller, RegisterClusterRequest request) {
        joining.attempt(caller.source());
        Registration asked = RegistryMessages.registration(request);
        Registration.Granted granted =
                loop.call(() -> membership.registrations().register(caller.toString(), asked));
        return RegistryMessages.registered(granted);
    }

    @Override
    public void renewCertificate(RenewCertificateRequest request, StreamObserver<RenewCertificateResponse> observer) {
        Caller caller = Caller.current();
        UnaryCall.answer(
                observer, () -> AuditedCalls.run("certificate.renew", caller.toString(), () -> renew(caller, request)));
    }

    private RenewCertificateResponse renew(Caller caller, RenewCertificateRequest request) {
        Identity.OfGateway identity = caller.gateway();
        renewing.attempt(caller.source());
        CertificateRequest asked = RegistryMessages.csr(request.getCsr());
        CertificateChain chain = loop.call(() -> membership.renewals().renew(identity, caller.serial(), asked));
        return RegistryMessages.renewed(chain);
    }

    @Override
    public void listClusters(ListClustersRequest request, StreamObserver<ListClustersResponse> observer) {
        UnaryCall.answer(observer, () -> {
            Page page = Page.of(request.getPageSize());
            return loop.call(() -> membership.list().page(request.getPageToken(), page));
        });
    }

    @Override
    public void getCluster(GetClusterRequest request, StreamObserver<GetClusterResponse> observer) {
        UnaryCall.answer(observer, () -> {
            ClusterId id = RegistryMessages.cluster(request.getClusterId());
            return loop.call(() -> GetClusterResponse.newBuilder()
                    .setCluster(membership.list().describe(membership.roll().require(id)))
                    .build());
        });
    }

    @Override
    public void removeCluster(RemoveClusterRequest request, StreamObserver<RemoveClusterResponse> observer) {
        Caller caller = Caller.current();
        UnaryCall.answer(
                observer,
                () -> AuditedCalls.run("cluster.remove", request.getClusterId(), () -> remove(caller, request)));
    }

    private RemoveClusterResponse remove(Caller caller, RemoveClusterRequest request) {
        ClusterId id = RegistryMessages.cluster(request.getClusterId());
        return RemovalMessages.ofCluster(loop.call(() -> membership.removals().remove(caller.toString(), id)));
    }

    @Override
    public void removeGateway(RemoveGatewayRequest request, StreamObserver<RemoveGatewayResponse> observer) {
        ofGateway("remove", request.getClusterId(), request.getGatewayName(), observer, this::remove);
    }

    private RemoveGatewayResponse remove(String actor, GatewayId id) {
        return RemovalMessages.ofGateway(loop.call(() -> membership.removals().remove(actor, id)));
    }

    @Override
    public void rotateGatewayKey(RotateGatewayKeyRequest request, StreamObserver<RotateGatewayKeyResponse> observer) {
        ofGateway("rotate-key", request.getClusterId(), request.getGatewayName(), observer, this::rotate);
    }

    private RotateGatewayKeyResponse rotate(String actor, GatewayId id) {
        boolean connected = loop.call(() -> membership.keyRotations().rotate(actor, id));
        return RotateGatewayKeyResponse.newBuilder().setConnected(connected).build();
    }

    @Override
    public void drainGateway(DrainGatewayRequest request, StreamObserver<DrainGatewayResponse> observer) {
        ofGateway("drain", request.getClusterId(), request.getGatewayName(), observer, this::drain);
    }

    private DrainGatewayResponse drain(String actor, GatewayId id) {
        Drains.Outcome outcome = loop.call(() -> membership.drains().drain(actor, id, true));
        return DrainGatewayResponse.newBuilder()
                .setConnected(outcome.connected())
                .setOthers(outcome.others())
                .build();
    }

    @Override
    public void undrainGateway(UndrainGatewayRequest request, StreamObserver<UndrainGatewayResponse> observer) {
        ofGateway("undrain", request.getClusterId(), request.getGatewayName(), observer, this::undrain);
    }

    private UndrainGatewayResponse undrain(String actor, GatewayId id) {
        Drains.Outcome outcome = loop.call(() -> membership.drains().drain(actor, id, false));
        return UndrainGatewayResponse.newBuilder()
                .setConnected(outcome.connected())
                .build();
    }

    /** What an operator does to one gateway: a refusal is audited under the same name as the decision. */
    private static <R> void ofGateway(
            String verb,
            String cluster,
            String gateway,
            StreamObserver<R> observer,
            BiFunction<String, GatewayId, R> act) {
        String actor = Caller.current().toString();
        UnaryCall.answer(
                observer,
                () -> AuditedCalls.run(
                        "gateway." + verb,
                        cluster + "/" + gateway,
                        () -> act.apply(actor, RegistryMessages.gateway(cluster, gateway))));
    }

    @Override
    public void describeRemoval(DescribeRemovalRequest request, StreamObserver<DescribeRemovalResponse> observer) {
        UnaryCall.answer(observer, () -> loop.call(() -> describe(request)));
    }

    private DescribeRemovalResponse describe(DescribeRemovalRequest request) {
        Removals removals = membership.removals();
        return RemovalMessages.described(
                request.getGatewayName().isEmpty()
                        ? removals.describe(RegistryMessages.cluster(request.getClusterId()))
                        : removals.describe(
                                RegistryMessages.gateway(request.getClusterId(), request.getGatewayName())));
    }
}
