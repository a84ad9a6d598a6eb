// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.identity;

import com.google.protobuf.ByteString;
import dev.hanse.gateway.rpc.ChannelFactory;
import dev.hanse.gateway.rpc.ControlPlaneAddress;
import dev.hanse.gateway.rpc.RpcFailure;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.time.Backoff;
import dev.hanse.proto.v1.ClusterRegistryGrpc;
import dev.hanse.proto.v1.RegisterClusterRequest;
import dev.hanse.proto.v1.RegisterClusterResponse;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Redeems a join token. Blocks. */
final class Registration {

    private static final Logger LOG = LoggerFactory.getLogger(Registration.class);

    private static final int CALL_SECONDS = 10;

    private final ChannelFactory channels;
    private final Clock clock;
    private final Backoff backoff;

    /**
     * @param channels that trust only what the token pins
     * @param clock decides whether the token has ended
     * @param backoff between rounds over the token's addresses
     */
    Registration(ChannelFactory channels, Clock clock, Backoff backoff) {
        this.channels = channels;
        this.clock = clock;
        this.backoff = backoff;
    }

    /**
     * Registers a key. While the control plane cannot be reached, and until the token ends, every address is tried
     * again, with the same request: where only the answer was lost, it is given once more.
     *
     * @throws JoinException when the token is not usable here, or the control plane refuses
     */
    IssuedCertificate join(JoinToken token, JoinRequest request, CertificateRequest key)
            throws JoinException, InterruptedException {
        String lastFailure = "";
        while (true) {
            token.requireUsable(request.cluster(), clock.instant());
            for (ControlPlaneAddress address : token.addresses()) {
                try {
                    return issued(key, call(address, message(token, request, key)));
                } catch (StatusRuntimeException e) {
                    RpcFailure failure = RpcFailure.of(e);
                    requireTransient(address, failure, RefusalAdvice.of(failure, request));
                    lastFailure = logChange(address, failure, lastFailure);
                }
            }
            sleep(backoff.next());
        }
    }

    /**
     * Registers a key at the first address that answers.
     *
     * @throws JoinException when the control plane refuses, or none is reached
     */
    IssuedCertificate once(JoinToken token, JoinRequest request, CertificateRequest key) throws JoinException {
        JoinException last = new JoinException("join token: names no address of a control plane");
        for (ControlPlaneAddress address : token.addresses()) {
            try {
                return issued(key, call(address, message(token, request, key)));
            } catch (StatusRuntimeException e) {
                RpcFailure failure = RpcFailure.of(e);
                requireTransient(address, failure, "");
                last = new JoinException("join: control plane not reached at " + address + ": " + failure, e);
            }
        }
        throw last;
    }

    private static RegisterClusterRequest message(
            JoinToken token, JoinRequest request, CertificateRequest certificateRequest) {
        return RegisterClusterRequest.newBuilder()
                .setTokenSecret(ByteString.copyFrom(token.secret().octets()))
                .setClusterId(request.cluster().value())
                .setGatewayName(request.gateway())
                .setCsr(ByteString.copyFrom(certificateRequest.der()))
                .addAllPodPrefixes(texts(request.podPrefixes()))
                .addAllServicePrefixes(texts(request.servicePrefixes()))
                .build();
    }

    private static List<String> texts(List<IpPrefix> prefixes) {
        return prefixes.stream().map(IpPrefix::toString).toList();
    }

    private RegisterClusterResponse call(ControlPlaneAddress address, RegisterClusterRequest message) {
        ManagedChannel channel = channels.open(address);
        try {
            return ClusterRegistryGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS)
                    .registerCluster(message);
        } finally {
            channel.shutdownNow();
        }
    }

    private static IssuedCertificate issued(CertificateRequest request, RegisterClusterResponse answer)
            throws JoinException {
        return IssuedCertificate.of(
                request, answer.getCertificateChainList(), answer.getTrustBundleList(), answer.getRenewAt());
    }

    private static void requireTransient(ControlPlaneAddress address, RpcFailure failure, String advice)
            throws JoinException {
        if (!failure.transientFailure()) {
            throw new RefusedJoinException("join refused by " + address + ": " + failure + advice);
        }
    }

    private static String logChange(ControlPlaneAddress address, RpcFailure failure, String last) {
        String line = address + ": " + failure;
        if (!line.equals(last)) {
            LOG.warn("join: control plane not reached at {}; trying until the token ends", line);
        }
        return line;
    }

    private static void sleep(Duration delay) throws InterruptedException {
        Thread.sleep(delay);
    }
}
