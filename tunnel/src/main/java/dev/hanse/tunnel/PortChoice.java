// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel;

import dev.hanse.tunnel.net.DatagramPort;
import dev.hanse.tunnel.net.LinuxDatagramPort;
import dev.hanse.tunnel.net.VertxDatagramPort;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which form of the UDP edge an endpoint uses. */
final class PortChoice {

    private static final Logger LOG = LoggerFactory.getLogger(PortChoice.class);

    private final TunnelConfig config;
    private final TunnelConfig.Edge edge;
    private final KernelReport report;

    /**
     * Chooses.
     *
     * @param nativeAvailable whether the native form works here
     */
    PortChoice(TunnelConfig config, BooleanSupplier nativeAvailable, KernelReport report) {
        this.config = config;
        this.report = report;
        edge = switch (config.edge()) {
            case NATIVE -> TunnelConfig.Edge.NATIVE;
            case PORTABLE -> TunnelConfig.Edge.PORTABLE;
            case AUTO -> nativeAvailable.getAsBoolean() ? TunnelConfig.Edge.NATIVE : TunnelConfig.Edge.PORTABLE;
        };
    }

    /** The form that was chosen; never AUTO. */
    TunnelConfig.Edge edge() {
        return edge;
    }

    /** Binds the port of a worker; to be called on its event loop. */
    Future<DatagramPort> open(Vertx vertx, int worker) {
        InetSocketAddress listen = new InetSocketAddress(
                config.listen().getAddress(), config.listen().getPort() + worker);
        if (edge == TunnelConfig.Edge.PORTABLE) {
            return VertxDatagramPort.open(vertx, listen, config.socketBufferOctets())
                    .map(port -> port);
        }
        try {
            LinuxDatagramPort port = LinuxDatagramPort.open(listen, config.socketBufferOctets());
            reportLimits(port);
            return Future.succeededFuture(port);
        } catch (IOException e) {
            return Future.failedFuture(e);
        }
    }

    private void reportLimits(LinuxDatagramPort port) {
        if (port.receiveBufferOctets() < config.socketBufferOctets()) {
            LOG.warn(
                    "socket buffer of {}: {} octets instead of {}; raise it with: sysctl -w net.core.rmem_max={}",
                    port.localAddress(),
                    port.receiveBufferOctets(),
                    config.socketBufferOctets(),
                    config.socketBufferOctets());
        }
        report.port(port.maxDatagrams() > 1, port.receivesBatches());
    }
}
