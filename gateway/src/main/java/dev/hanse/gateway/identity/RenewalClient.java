// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.identity;

import com.google.protobuf.ByteString;
import dev.hanse.gateway.rpc.ChannelFactory;
import dev.hanse.gateway.rpc.ControlPlaneAddress;
import dev.hanse.gateway.rpc.RpcFailure;
import dev.hanse.proto.v1.ClusterRegistryGrpc;
import dev.hanse.proto.v1.RenewCertificateRequest;
import dev.hanse.proto.v1.RenewCertificateResponse;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Asks the control plane for a fresh certificate, on a connection of its own. */
public final class RenewalClient implements RenewalCall {

    private static final int CALL_SECONDS = 10;

    private final ChannelFactory channels;
    private final Supplier<List<ControlPlaneAddress>> addresses;

    /**
     * @param channels that present the certificate to be replaced
     * @param addresses all known addresses of the control plane
     */
    public RenewalClient(ChannelFactory channels, Supplier<List<ControlPlaneAddress>> addresses) {
        this.channels = channels;
        this.addresses = addresses;
    }

    @Override
    public IssuedCertificate renew() throws JoinException {
        CertificateRequest request = CertificateRequest.create();
        JoinException last = new JoinException("certificate renewal: no address of a control plane is known");
        for (ControlPlaneAddress address : addresses.get()) {
            try {
                RenewCertificateResponse answer = call(address, request);
                return IssuedCertificate.of(
                        request, answer.getCertificateChainList(), answer.getTrustBundleList(), answer.getRenewAt());
            } catch (StatusRuntimeException e) {
                last = new JoinException("certificate renewal at " + address + ": " + RpcFailure.of(e), e);
            }
        }
        throw last;
    }

    private RenewCertificateResponse call(ControlPlaneAddress address, CertificateRequest request) {
        ManagedChannel channel = channels.open(address);
        try {
            return ClusterRegistryGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS)
                    .renewCertificate(RenewCertificateRequest.newBuilder()
                            .setCsr(ByteString.copyFrom(request.der()))
                            .build());
        } finally {
            channel.shutdownNow();
        }
    }
}
