// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns;

import dev.hanse.discovery.dns.answer.Answerers;
import dev.hanse.discovery.dns.answer.Transport;
import dev.hanse.discovery.dns.tcp.TcpLimits;
import dev.hanse.discovery.dns.tcp.TcpVerticle;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;

/** DNS over TLS on one address. */
final class TlsListener implements AutoCloseable {

    private final Vertx vertx;
    private final TcpVerticle verticle;
    private final String deployment;
    private final AtomicInteger connections;

    private TlsListener(Vertx vertx, TcpVerticle verticle, String deployment, AtomicInteger connections) {
        this.vertx = vertx;
        this.verticle = verticle;
        this.deployment = deployment;
        this.connections = connections;
    }

    static TlsListener open(Vertx vertx, DnsTls tls, Answerers answerers) {
        TlsFiles.check(tls, Instant.now());
        AtomicInteger connections = new AtomicInteger();
        TcpVerticle verticle = new TcpVerticle(
                options(tls), Transport.TLS, answerers.create(), TcpLimits.DEFAULT, System::nanoTime, connections);
        try {
            String deployment = vertx.deployVerticle(verticle)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            return new TlsListener(vertx, verticle, deployment, connections);
        } catch (CompletionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            String where = tls.listen().getAddress().getHostAddress() + " port "
                    + tls.listen().getPort();
            throw new DnsStartException("DNS over TLS cannot listen on " + where + ": " + cause.getMessage(), e);
        }
    }

    private static NetServerOptions options(DnsTls tls) {
        return TcpVerticle.options(tls.listen())
                .setSsl(true)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3", "TLSv1.2"))
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertPath(tls.certificateChain().toString())
                        .setKeyPath(tls.privateKey().toString()));
    }

    InetSocketAddress address() {
        return verticle.address();
    }

    int connections() {
        return connections.get();
    }

    @Override
    public void close() {
        vertx.undeploy(deployment)
                .toCompletionStage()
                .toCompletableFuture()
                .exceptionally(e -> null)
                .join();
    }
}
