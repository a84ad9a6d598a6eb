// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway;

import dev.hanse.gateway.identity.JoinException;
import dev.hanse.gateway.status.GatewayStatus;
import dev.hanse.net.lifecycle.CloseStack;
import dev.hanse.tunnel.TunnelEndpoint;
import dev.hanse.tunnel.TunnelException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/**
 * A running gateway: everything that one process of a cluster does, as {@link GatewayAssembly} put it together.
 * Thread-safe.
 */
public final class Gateway implements AutoCloseable {

    private final CloseStack parts;
    private final Supplier<GatewayStatus> status;
    private final InetSocketAddress statusAddress;
    private final List<InetSocketAddress> dnsAddresses;

    Gateway(
            CloseStack parts,
            Supplier<GatewayStatus> status,
            InetSocketAddress statusAddress,
            List<InetSocketAddress> dnsAddresses) {
        this.parts = parts;
        this.status = status;
        this.statusAddress = statusAddress;
        this.dnsAddresses = dnsAddresses;
    }

    /**
     * Starts a gateway. On the first start it joins with the token, and waits for the control plane until the token
     * ends; later it serves what it knew at once and looks for the control plane meanwhile. Blocks until everything
     * runs.
     *
     * @throws GatewayStartException when something it needs is missing or refused; nothing is left running
     */
    public static Gateway start(GatewayConfig config) throws GatewayStartException {
        // First of all: a token is good once.
        check(config);
        return start(config, Edges.system());
    }

    /**
     * Looks whether this host loads the native code that a gateway needs which is configured so. Starts nothing and touches
     * no file.
     *
     * @throws GatewayStartException if it does not; the message says what to do
     */
    public static void check(GatewayConfig config) throws GatewayStartException {
        try {
            config.tunnel().ifPresent(_ -> TunnelEndpoint.check());
        } catch (TunnelException e) {
            throw new GatewayStartException(String.valueOf(e.getMessage()), e);
        }
    }

    static Gateway start(GatewayConfig config, Edges edges) throws GatewayStartException {
        CloseStack parts = new CloseStack(Gateway::notClosed);
        try {
            return new GatewayAssembly(config, edges, parts).assemble();
        } catch (InterruptedException e) {
            parts.close();
            Thread.currentThread().interrupt();
            throw new GatewayStartException("start: interrupted", e);
        } catch (IOException | JoinException | RuntimeException e) {
            parts.close();
            throw new GatewayStartException(e.getMessage() == null ? e.toString() : e.getMessage(), e);
        }
    }

    private static void notClosed(AutoCloseable part, Exception failure) {
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        LoggerFactory.getLogger(CloseStack.class)
                .warn("close: a part could not be closed in order: {}", failure.toString());
    }

    /** What the gateway shows of itself at this moment. */
    public GatewayStatus status() {
        return status.get();
    }

    /** Where health, metrics and status are served, with the real port. */
    public InetSocketAddress statusAddress() {
        return statusAddress;
    }

    /** Where DNS is answered, with the real ports. */
    public List<InetSocketAddress> dnsAddresses() {
        return dnsAddresses;
    }

    /** Leaves the cluster set in order and stops; returns within two seconds. Idempotent. */
    @Override
    public synchronized void close() {
        parts.close();
    }
}
