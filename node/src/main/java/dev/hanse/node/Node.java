// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node;

import dev.hanse.gateway.checks.Programs;
import dev.hanse.gateway.storage.DataDirectory;
import dev.hanse.gateway.tables.KeptTable;
import dev.hanse.gateway.tables.TableName;
import dev.hanse.gateway.tls.NodeCredentials;
import dev.hanse.net.lifecycle.CloseStack;
import dev.hanse.node.names.RedirectionKeeper;
import dev.hanse.node.routes.KernelRoutes;
import dev.hanse.node.routes.KernelVxlan;
import dev.hanse.node.routes.RouteKeeper;
import dev.hanse.node.source.SourceKeeper;
import dev.hanse.node.status.NodeStatus;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/** A running node, as {@link NodeAssembly} put it together. Thread-safe. */
public final class Node implements AutoCloseable {

    private final CloseStack parts;
    private final Supplier<NodeStatus> status;
    private final InetSocketAddress statusAddress;

    Node(CloseStack parts, Supplier<NodeStatus> status, InetSocketAddress statusAddress) {
        this.parts = parts;
        this.status = status;
        this.statusAddress = statusAddress;
    }

    /**
     * Starts a node. What was known before is routed at once; gateways are looked for meanwhile. Blocks until everything runs.
     *
     * @throws NodeStartException when something it needs is missing or refused; nothing is left running
     */
    public static Node start(NodeConfig config) throws NodeStartException {
        CloseStack parts = new CloseStack(Node::notClosed);
        try {
            return new NodeAssembly(config, parts).assemble();
        } catch (IOException | RuntimeException e) {
            parts.close();
            throw new NodeStartException(e.getMessage() == null ? e.toString() : e.getMessage(), e);
        }
    }

    private static void notClosed(AutoCloseable part, Exception failure) {
        LoggerFactory.getLogger(Node.class).warn("close: a part could not be closed in order: {}", failure.toString());
    }

    /**
     * Looks whether this host and the files allow a node. Starts nothing and changes nothing.
     *
     * @throws NodeStartException if they do not; the message says what to do
     */
    public static void check(NodeConfig config) throws NodeStartException {
        try {
            NodeCredentials.read(config.credentials());
            KernelRoutes.open().close();
        } catch (IOException e) {
            throw new NodeStartException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Takes away what a node has set on this host: routes, the VXLAN device, the tables of nftables, what it kept on disk; and the table that a gateway which has gone has left for that device. One that runs sets its own again. The process must have ended.
     *
     * @return how many routes it were
     * @throws IOException if it runs still, or something cannot be taken away
     */
    public static int remove(NodeConfig config) throws IOException {
        try (DataDirectory directory = DataDirectory.open(config.dataDir());
                KernelRoutes kernel = KernelRoutes.open()) {
            int routes = RouteKeeper.removeAll(kernel);
            // Before its tables, without which it would be open.
            new KernelVxlan(config.vxlanDevice()).remove();
            KeptTable.removeOfHost(TableName.ofVxlan(config.vxlanDevice()));
            SourceKeeper.remove(Programs.system());
            RedirectionKeeper.remove(Programs.system());
            Files.deleteIfExists(directory.resolve(SavedRoutes.FILE));
            Files.deleteIfExists(directory.resolve(NodeAssembly.SOURCE_FILE));
            Files.deleteIfExists(directory.resolve(NodeAssembly.DNS_FILE));
            return routes;
        }
    }

    /** What the node shows of itself at this moment. */
    public NodeStatus status() {
        return status.get();
    }

    /** Where health, metrics and status are served, with the real port. */
    public InetSocketAddress statusAddress() {
        return statusAddress;
    }

    /** Stops. Routes and table stay, so that the next process finds traffic flowing. Idempotent. */
    @Override
    public synchronized void close() {
        parts.close();
    }
}
