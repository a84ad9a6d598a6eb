// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns;

import dev.hanse.discovery.dns.answer.Answerers;
import dev.hanse.discovery.dns.listen.Family;
import dev.hanse.discovery.dns.tcp.TcpLimits;
import dev.hanse.discovery.dns.tcp.TcpVerticle;
import dev.hanse.net.identity.PrivateKeys;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;

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
                TcpVerticle.options(tls.listen()),
                Family.of(tls.listen()),
                context(tls),
                answerers.create(),
                TcpLimits.DEFAULT,
                System::nanoTime,
                connections);
        String where = tls.listen().getAddress().getHostAddress() + " port "
                + tls.listen().getPort();
        try {
            String deployment = vertx.deployVerticle(verticle)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            return new TlsListener(vertx, verticle, deployment, connections);
        } catch (CompletionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw new DnsStartException(
                    "DNS over TLS cannot listen on " + where + " (dns.tls.listen): " + cause.getMessage(), e);
        }
    }

    private static SslContext context(DnsTls tls) {
        try {
            return SslContextBuilder.forServer(
                            tls.certificateChain().toFile(), tls.privateKey().toFile())
                    .keyStoreType(PrivateKeys.KEY_STORE_IN_MEMORY)
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new DnsStartException(
                    "DNS over TLS: " + tls.certificateChain() + " and " + tls.privateKey() + " are not usable: "
                            + e.getMessage() + " (expected: a PEM chain and its PKCS#8 key)",
                    e);
        }
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
