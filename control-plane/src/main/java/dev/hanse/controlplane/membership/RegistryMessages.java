// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.membership;

import com.google.protobuf.ByteString;
import dev.hanse.controlplane.identity.CertificateChain;
import dev.hanse.controlplane.identity.CertificateRequest;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.TokenPurpose;
import dev.hanse.controlplane.rpc.Reason;
import dev.hanse.controlplane.rpc.RefusedException;
import dev.hanse.discovery.contract.Times;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.proto.v1.CreateTokenRequest;
import dev.hanse.proto.v1.CreateTokenResponse;
import dev.hanse.proto.v1.RegisterClusterRequest;
import dev.hanse.proto.v1.RegisterClusterResponse;
import dev.hanse.proto.v1.RenewCertificateResponse;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.function.Function;

/** Between the messages of {@code ClusterRegistry} and what they mean. A malformed field is refused by its name. */
final class RegistryMessages {

    private RegistryMessages() {}

    static ClusterId cluster(String text) {
        return field("cluster_id", text, ClusterId::new);
    }

    static GatewayId gateway(String clusterId, String name) {
        ClusterId cluster = cluster(clusterId);
        return field("gateway_name", name, text -> new GatewayId(cluster, text));
    }

    static TokenTerms terms(CreateTokenRequest request) {
        TokenPurpose purpose = purpose(request);
        return new TokenTerms(
                purpose instanceof TokenPurpose.NewCluster
                        ? newCluster(request.getClusterId())
                        : cluster(request.getClusterId()),
                purpose,
                Prefixes.allowed("allowed_pod_prefixes", request.getAllowedPodPrefixesList()),
                life(request));
    }

    private static ClusterId newCluster(String text) {
        ClusterId cluster = cluster(text);
        if (text.length() > ClusterId.MAX_NEW_OCTETS) {
            throw RefusedException.field(
                    "cluster_id",
                    "cluster id: " + text.length() + " octets (expected: at most " + ClusterId.MAX_NEW_OCTETS
                            + ", since it becomes the value of a label in Kubernetes)");
        }
        return cluster;
    }

    private static TokenPurpose purpose(CreateTokenRequest request) {
        String gateway = request.getGatewayName();
        if (gateway.isEmpty()) {
            return request.getAdditionalGateway() ? new TokenPurpose.MoreGateway() : new TokenPurpose.NewCluster();
        }
        if (request.getAdditionalGateway()) {
            throw RefusedException.field(
                    "additional_gateway",
                    "set beside gateway_name (expected: one more gateway, or one in the place of" + " another)");
        }
        return field("gateway_name", gateway, TokenPurpose.Replacement::new);
    }

    private static Duration life(CreateTokenRequest request) {
        if (!request.hasLife()) {
            return JoinTokens.DEFAULT_LIFE;
        }
        long seconds = Math.clamp(request.getLife().getSeconds(), -1_000_000L, 1_000_000L);
        return Duration.ofSeconds(seconds, request.getLife().getNanos());
    }

    static CreateTokenResponse created(JoinTokens.Fresh fresh, String text) {
        return CreateTokenResponse.newBuilder()
                .setToken(text)
                .setExpiresAt(Times.toMessage(fresh.token().expiresAt()))
                .setTokenId(fresh.token().id())
                .addAllAllowedPodPrefixes(fresh.token().allowed().prefixes().stream()
                        .map(IpPrefix::toString)
                        .toList())
                .build();
    }

    static Registration registration(RegisterClusterRequest request) {
        return new Registration(
                request.getTokenSecret().toByteArray(),
                gateway(request.getClusterId(), request.getGatewayName()),
                csr(request.getCsr()),
                Prefixes.parse("pod_prefixes", request.getPodPrefixesList()),
                Prefixes.parse("service_prefixes", request.getServicePrefixesList()));
    }

    static RegisterClusterResponse registered(Registration.Granted granted) {
        CertificateChain chain = granted.chain();
        return RegisterClusterResponse.newBuilder()
                .addCertificateChain(der(chain.leaf()))
                .addCertificateChain(der(chain.issuing()))
                .addTrustBundle(der(chain.root()))
                .setClusterSet(granted.identity().clusterSet())
                .setIdentity(granted.identity().uri().toString())
                .setRenewAt(Times.toMessage(chain.renewAt()))
                .build();
    }

    static RenewCertificateResponse renewed(CertificateChain chain) {
        return RenewCertificateResponse.newBuilder()
                .addCertificateChain(der(chain.leaf()))
                .addCertificateChain(der(chain.issuing()))
                .addTrustBundle(der(chain.root()))
                .setRenewAt(Times.toMessage(chain.renewAt()))
                .build();
    }

    static CertificateRequest csr(ByteString der) {
        try {
            return CertificateRequest.parse(der.toByteArray());
        } catch (CertificateRequest.InvalidRequestException e) {
            throw RefusedException.field(Reason.CSR_INVALID, "csr", String.valueOf(e.getMessage()));
        }
    }

    private static ByteString der(X509Certificate certificate) {
        try {
            return ByteString.copyFrom(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("certificate: cannot be encoded", e);
        }
    }

    private static <T> T field(String name, String value, Function<String, T> parse) {
        try {
            return parse.apply(value);
        } catch (IllegalArgumentException e) {
            throw RefusedException.field(name, String.valueOf(e.getMessage()));
        }
    }
}
