// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.connections;

import dev.hanse.controlplane.audit.AuditLog;
import dev.hanse.controlplane.rpc.Reason;
import dev.hanse.controlplane.rpc.SourceNetwork;
import dev.hanse.net.time.NanoClock;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The connections of the gRPC server, held to their limits; what is ended for a limit is audited. Thread-safe. */
public final class Connections {

    private final ConnectionLimits limits;
    private final ConnectionTable<Channel> table;
    private final AuditLog audit;
    private final Map<Ends, Channel> byEnds = new ConcurrentHashMap<>();

    /** How gRPC and Netty both name a connection. */
    record Ends(SocketAddress remote, SocketAddress local) {}

    /**
     * @param limits that hold
     * @param audit takes down what was ended for them
     * @param nanoClock such as {@link System#nanoTime}
     */
    public Connections(ConnectionLimits limits, AuditLog audit, NanoClock nanoClock) {
        this.limits = limits;
        this.table = new ConnectionTable<>(limits, nanoClock);
        this.audit = audit;
    }

    /** How many connections members and operators have. */
    public int members() {
        return table.members();
    }

    /** How many connections have shown no certificate that counts. */
    public int unproven() {
        return table.unproven();
    }

    /** Whether a connection that was accepted stays; nothing of it was read yet. */
    boolean admit(Channel connection) {
        ConnectionTable.Admission<Channel> admission = table.admit(connection, network(connection));
        admission.inPlaceOf().ifPresent(each -> end(each, "made room for a newer one"));
        if (!admission.admitted()) {
            refused(connection, "not accepted");
            return false;
        }
        connection.pipeline().addLast(new UnprovenGuard(this, limits));
        return true;
    }

    /** An admitted connection has its event loop. */
    void opened(Channel connection) {
        Ends ends = new Ends(connection.remoteAddress(), connection.localAddress());
        byEnds.put(ends, connection);
        connection.closeFuture().addListener(_ -> {
            byEnds.remove(ends, connection);
            table.remove(connection);
        });
    }

    /** A connection has shown the certificate of a member or an operator. */
    void prove(Ends ends, String identity) {
        Channel connection = byEnds.get(ends);
        if (connection == null) {
            return;
        }
        UnprovenGuard guard = connection.pipeline().get(UnprovenGuard.class);
        if (guard != null) {
            connection.pipeline().remove(guard);
        }
        table.prove(connection, identity).ifPresent(each -> {
            close(each);
            audit.refused(identity, "connection", "", Reason.QUOTA_EXCEEDED.name(), connectionsOf(identity));
        });
    }

    private String connectionsOf(String identity) {
        return "more than " + limits.ofIdentity() + " connections of " + identity + ", or " + limits.members()
                + " of all members; the oldest was closed";
    }

    /** Ends an unproven connection. */
    void end(Channel connection, String why) {
        refused(connection, why);
        close(connection);
    }

    /** At once: asked at the end of its pipeline, gRPC would wait for calls to end, and TLS for the other side. */
    private static void close(Channel connection) {
        ChannelHandlerContext first = connection.pipeline().firstContext();
        if (first == null) {
            connection.close();
        } else {
            first.close();
        }
    }

    private void refused(Channel connection, String why) {
        audit.refused(
                network(connection),
                "connection",
                "",
                Reason.QUOTA_EXCEEDED.name(),
                "connection without a certificate of this cluster set " + why + " (limits: " + limits.unproven()
                        + " in all, " + limits.unprovenOfNetwork() + " of one address, " + limits.unprovenOctets()
                        + " octets, " + limits.unprovenAge().toSeconds() + " s)");
    }

    private static String network(Channel connection) {
        return connection.remoteAddress() instanceof InetSocketAddress remote
                ? SourceNetwork.of(remote.getAddress())
                : "unknown";
    }
}
