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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which form of the UDP edge an endpoint uses. */
final class PortChoice {

    private static final Logger LOG = LoggerFactory.getLogger(PortChoice.class);

    private final TunnelConfig config;
    private final TunnelConfig.Edge edge;
    private final KernelReport report;
    private final AtomicBoolean reported = new AtomicBoolean();

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
            if (reported.compareAndSet(false, true)) {
                reportLimits(port);
            }
            return Future.succeededFuture(port);
        } catch (IOException e) {
            return Future.failedFuture(e);
        }
    }

    /** Of the first worker's port; those of the others are like it. */
    private void reportLimits(LinuxDatagramPort port) {
        port.buffers()
                .flatMap(buffers -> buffers.shortfall(config.socketBufferOctets()))
                .ifPresent(shortfall -> LOG.warn("tunnel sockets: {}", shortfall));
        report.port(port.maxDatagrams() > 1, port.receivesBatches());
    }
}
