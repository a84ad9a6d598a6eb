// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane;

import dev.hanse.controlplane.identity.MemberTrust;
import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** TLS of the gRPC server: 1.3 only, BoringSSL where it loads, client certificates of the cluster set or none. */
final class TlsServer {

    private static final Logger LOG = LoggerFactory.getLogger(TlsServer.class);

    private TlsServer() {}

    static SslContext context(KeyManager keys, MemberTrust trust) throws SSLException {
        // A client that joins has no certificate yet; which calls it may make is checked with each call.
        SslContextBuilder builder = SslContextBuilder.forServer(keys)
                .trustManager(OpenSsl.isAvailable() ? new ClientTrust(trust) : trust)
                .clientAuth(ClientAuth.OPTIONAL)
                .protocols("TLSv1.3");
        return GrpcSslContexts.configure(builder, provider()).build();
    }

    private static SslProvider provider() {
        if (OpenSsl.isAvailable()) {
            return SslProvider.OPENSSL;
        }
        Throwable why = OpenSsl.unavailabilityCause();
        LOG.warn(
                "BoringSSL is not available, TLS is the JDK's, without post-quantum key exchange: {}",
                why == null ? "unknown" : why.toString());
        return SslProvider.JDK;
    }
}
