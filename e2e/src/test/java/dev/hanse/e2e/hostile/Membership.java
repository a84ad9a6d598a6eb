// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.hostile;

import com.google.protobuf.ByteString;
import dev.hanse.proto.v1.ClusterRegistryGrpc;
import dev.hanse.proto.v1.RegisterClusterRequest;
import dev.hanse.proto.v1.RegisterClusterResponse;
import io.grpc.ManagedChannel;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What makes a client a member.
 *
 * @param cluster that it speaks for
 * @param key of its certificate
 * @param chain its certificate first
 */
record Membership(String cluster, MemberKey key, List<X509Certificate> chain) {

    /** Copies the list. */
    Membership {
        chain = List.copyOf(chain);
    }

    /** Joins as gateway {@code gw-1} of the token's cluster. */
    static Membership join(Door door, String... podPrefixes) {
        MemberKey key = MemberKey.fresh();
        ManagedChannel channel = door.stranger("0.0.0.0");
        try {
            RegisterClusterResponse answer = ClusterRegistryGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(30, TimeUnit.SECONDS)
                    .registerCluster(request(door, key)
                            .addAllPodPrefixes(List.of(podPrefixes))
                            .build());
            return new Membership(
                    door.token().getClusterId(),
                    key,
                    answer.getCertificateChainList().stream()
                            .map(Membership::certificate)
                            .toList());
        } finally {
            channel.shutdownNow();
        }
    }

    /** What a request to join says in any case. */
    static RegisterClusterRequest.Builder request(Door door, MemberKey key) {
        return RegisterClusterRequest.newBuilder()
                .setTokenSecret(door.token().getSecret())
                .setClusterId(door.token().getClusterId())
                .setGatewayName("gw-1")
                .setCsr(key.request());
    }

    private static X509Certificate certificate(ByteString der) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der.toByteArray()));
        } catch (CertificateException e) {
            throw new IllegalStateException(e);
        }
    }
}
