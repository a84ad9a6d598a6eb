// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns;

import dev.hanse.discovery.dns.answer.Answerers;
import dev.hanse.discovery.dns.listen.Family;
import dev.hanse.discovery.dns.tcp.TcpLimits;
import dev.hanse.discovery.dns.tcp.TcpVerticle;
import dev.hanse.discovery.dns.udp.LinuxUdpEngine;
import dev.hanse.discovery.dns.udp.NioUdpEngine;
import dev.hanse.discovery.dns.udp.UdpEngine;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;

/** UDP and TCP on one address and port. */
final class Listener implements AutoCloseable {

    /** A free UDP port may be taken for TCP; another one is tried then. */
    private static final int FREE_PORT_TRIES = 20;

    private final Vertx vertx;
    private final List<UdpEngine> engines;
    private final String tcpDeployment;
    private final AtomicInteger connections;

    private Listener(Vertx vertx, List<UdpEngine> engines, String tcpDeployment, AtomicInteger connections) {
        this.vertx = vertx;
        this.engines = engines;
        this.tcpDeployment = tcpDeployment;
        this.connections = connections;
    }

    /** The engine that speaks to Linux directly where it can, else the portable one. */
    static UdpEngine.Opener fastestEngine() {
        return LinuxUdpEngine.isAvailable() ? LinuxUdpEngine::open : NioUdpEngine::open;
    }

    static Listener open(
            Vertx vertx,
            InetSocketAddress address,
            Family family,
            int workers,
            UdpEngine.Opener opener,
            Answerers answerers) {
        for (int attempt = 1; ; attempt++) {
            List<UdpEngine> engines = new ArrayList<>();
            String transport = "UDP";
            try {
                openUdp(address, family, workers, opener, answerers, engines);
                transport = "TCP";
                AtomicInteger connections = new AtomicInteger();
                String deployment = deploy(vertx, engines.getFirst().address(), family, answerers, connections);
                return new Listener(vertx, engines, deployment, connections);
            } catch (IOException e) {
                engines.forEach(UdpEngine::close);
                if (address.getPort() != 0 || attempt == FREE_PORT_TRIES) {
                    throw failure(address, transport, e);
                }
            }
        }
    }

    private static void openUdp(
            InetSocketAddress address,
            Family family,
            int workers,
            UdpEngine.Opener opener,
            Answerers answerers,
            List<UdpEngine> engines)
            throws IOException {
        // Sockets that share an address would also share it with a stranger: whether it is free shows one that does
        // not.
        UdpEngine first = opener.open(address, family, false, answerers.create());
        if (workers == 1) {
            engines.add(first);
            return;
        }
        InetSocketAddress bound = first.address();
        first.close();
        for (int i = 0; i < workers; i++) {
            engines.add(opener.open(bound, family, true, answerers.create()));
        }
    }

    private static String deploy(
            Vertx vertx, InetSocketAddress address, Family family, Answerers answerers, AtomicInteger connections)
            throws IOException {
        TcpVerticle verticle = new TcpVerticle(
                TcpVerticle.options(address),
                family,
                null,
                answerers.create(),
                TcpLimits.DEFAULT,
                System::nanoTime,
                connections);
        try {
            return vertx.deployVerticle(verticle)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            throw new IOException(Objects.requireNonNullElse(e.getCause(), e).getMessage(), e);
        }
    }

    private static DnsStartException failure(InetSocketAddress address, String transport, IOException e) {
        String reason = Objects.requireNonNullElse(e.getMessage(), e.toString());
        String lower = reason.toLowerCase(Locale.ROOT);
        String advice = "";
        if (lower.contains("in use")) {
            advice = "; another DNS server holds it: \"ss -lntup\" names it, or choose another port under dns.listen";
        } else if (lower.contains("permission denied")) {
            advice = "; ports below 1024 need root or CAP_NET_BIND_SERVICE";
        } else if (lower.contains("cannot assign") || lower.contains("can't assign")) {
            advice = "; no device of this host has the address: choose one that \"ip address\" shows under dns.listen";
        }
        String where = address.getAddress().getHostAddress() + " port " + address.getPort() + " " + transport;
        return new DnsStartException("DNS cannot listen on " + where + ": " + reason + advice, e);
    }

    void start() {
        engines.forEach(UdpEngine::start);
    }

    InetSocketAddress address() {
        return engines.getFirst().address();
    }

    int connections() {
        return connections.get();
    }

    @Override
    public void close() {
        engines.forEach(UdpEngine::close);
        vertx.undeploy(tcpDeployment)
                .toCompletionStage()
                .toCompletableFuture()
                .exceptionally(e -> null)
                .join();
    }
}
