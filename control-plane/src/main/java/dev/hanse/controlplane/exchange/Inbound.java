// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import dev.hanse.controlplane.exports.ExportOutcome;
import dev.hanse.controlplane.exports.ItemRefusal;
import dev.hanse.controlplane.model.ClusterMember;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.model.GatewayTunnel;
import dev.hanse.controlplane.model.Position;
import dev.hanse.controlplane.model.ProtocolViolationException;
import dev.hanse.controlplane.peers.PathReports;
import dev.hanse.controlplane.rpc.Reason;
import dev.hanse.controlplane.rpc.RefusedException;
import dev.hanse.controlplane.store.StateChange;
import dev.hanse.controlplane.wire.Exports;
import dev.hanse.controlplane.wire.Traffics;
import dev.hanse.controlplane.wire.Tunnels;
import dev.hanse.discovery.contract.Times;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.proto.v1.DeltaAck;
import dev.hanse.proto.v1.ExchangeRequest;
import dev.hanse.proto.v1.ExchangeResponse;
import dev.hanse.proto.v1.ExportDelta;
import dev.hanse.proto.v1.Heartbeat;
import dev.hanse.proto.v1.Hello;
import dev.hanse.proto.v1.PathReport;
import dev.hanse.proto.v1.PathState;
import dev.hanse.proto.v1.Welcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a gateway's messages mean. Each is read on gRPC's callback thread, one at a time, and takes effect on the
 * control loop. Who the gateway is comes from its certificate alone.
 */
final class Inbound {

    private static final Logger LOG = LoggerFactory.getLogger(Inbound.class);
    private static final int MAX_VERSION = 64;

    /** The contract's 1 MiB for the content, and room for what surrounds it. */
    private static final int MAX_MESSAGE_OCTETS = 1024 * 1024 + 64 * 1024;

    private static final Duration NOTABLE_SKEW = Duration.ofMinutes(5);

    private final ExchangeParts parts;
    private final Streams streams;
    private final GatewayStream stream;
    private final GatewayId gateway;
    private final String serial;
    private boolean skewTold;

    Inbound(ExchangeParts parts, Streams streams, GatewayStream stream, String serial) {
        this.parts = parts;
        this.streams = streams;
        this.stream = stream;
        this.gateway = stream.gateway();
        this.serial = serial;
    }

    /**
     * Takes one message.
     *
     * @param open whether the stream has had its Hello
     * @return the answer; empty: the message needs none
     */
    Optional<ExchangeResponse> accept(ExchangeRequest message, boolean open) {
        if (message.getSerializedSize() > MAX_MESSAGE_OCTETS) {
            throw new RefusedException(
                    Reason.QUOTA_EXCEEDED,
                    message.getMessageCase() + " of " + message.getSerializedSize()
                            + " octets (expected: at most 1 MiB)");
        }
        if (message.hasHello() == open) {
            throw new ProtocolViolationException(message.getMessageCase() + " (expected: Hello, once and first)");
        }
        return switch (message.getMessageCase()) {
            case HELLO -> Optional.of(welcome(message.getHello()));
            case EXPORT_DELTA -> Optional.of(acknowledge(message.getExportDelta()));
            case VIEW_ACK -> viewAck(message.getViewAck());
            case HEARTBEAT -> heartbeat(message.getHeartbeat());
            case PATH_REPORT -> pathReport(message.getPathReport());
            // From a newer gateway; the contract lets fields be added.
            case MESSAGE_NOT_SET -> Optional.empty();
        };
    }

    // --- Hello ---

    private ExchangeResponse welcome(Hello hello) {
        Position view = Exports.position(hello.getViewPosition());
        Position exports = Exports.position(hello.getExportPosition());
        Optional<GatewayTunnel> tunnel = tunnel(hello);
        String version = hello.getSoftwareVersion();
        if (version.length() > MAX_VERSION) {
            throw new ProtocolViolationException(
                    "software version: " + version.length() + " characters (expected: at most " + MAX_VERSION + ")");
        }
        return parts.loop().call(() -> connect(view, exports, tunnel, version));
    }

    private static Optional<GatewayTunnel> tunnel(Hello hello) {
        if (!hello.hasTunnelEndpoint()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Tunnels.fromMessage(hello.getTunnelEndpoint()));
        } catch (IllegalArgumentException e) {
            throw new ProtocolViolationException("hello: " + e.getMessage());
        }
    }

    private ExchangeResponse connect(Position view, Position exports, Optional<GatewayTunnel> tunnel, String version) {
        GatewayMember member = requireMember();
        ClusterMember cluster =
                parts.peers().members().cluster(gateway.cluster()).orElseThrow(this::noMember);
        tunnel.ifPresent(this::claimKey);
        streams.supersede(stream);
        update(member.connected(parts.clock().instant(), version, tunnel));
        boolean exportsResumed = parts.exports().connected(gateway, exports);
        boolean viewResumed = parts.views().resumesFrom(gateway, view);
        stream.resumeFrom(viewResumed ? view : Position.NONE);
        LOG.info(
                "gateway {} has connected: version {}, view {}, exports {}",
                gateway,
                version,
                viewResumed ? "resumed" : "anew",
                exportsResumed ? "resumed" : "anew");
        return ExchangeResponse.newBuilder()
                .setWelcome(Welcome.newBuilder()
                        .setClusterSet(parts.clusterSet())
                        .setClusterId(gateway.cluster().value())
                        .setGatewayName(gateway.name())
                        .setHeartbeatMillis((int) parts.times().heartbeat().toMillis())
                        .setLeaseMillis((int) parts.times().lease().toMillis())
                        .setViewResumed(viewResumed)
                        .setExportsResumed(exportsResumed)
                        .addAllPodPrefixes(cluster.podPrefixes().stream()
                                .map(IpPrefix::toString)
                                .toList())
                        .addAllControlPlaneAddresses(parts.addresses().get()))
                .build();
    }

    private void update(GatewayMember member) {
        parts.views().update(parts.peers().put(member), List.of(new StateChange.PutGateway(member)));
    }

    /** Also checks again what was checked when the call began: the answer may have changed in between. */
    private GatewayMember requireMember() {
        if (parts.certificates().isRevoked(serial)) {
            throw noMember();
        }
        return parts.peers().members().gateway(gateway).orElseThrow(this::noMember);
    }

    private RefusedException noMember() {
        return new RefusedException(
                Reason.IDENTITY_REVOKED, "gateway " + gateway + " is no member any more; join again with a token");
    }

    /**
     * A tunnel key is one gateway's. Within a cluster the newcomer takes it over: it may have been set up anew under
     * another name.
     */
    private void claimKey(GatewayTunnel tunnel) {
        Optional<GatewayId> holder = parts.peers().holderOf(tunnel, gateway);
        if (holder.isEmpty()) {
            return;
        }
        if (!holder.get().cluster().equals(gateway.cluster())) {
            throw new RefusedException(
                    Reason.TUNNEL_KEY_IN_USE,
                    "tunnel key of gateway " + gateway
                            + " is in use by a gateway of another cluster; make a fresh key");
        }
        parts.peers()
                .members()
                .gateway(holder.get())
                .ifPresent(other ->
                        update(other.connected(parts.clock().instant(), other.softwareVersion(), Optional.empty())));
    }

    // --- exports ---

    private ExchangeResponse acknowledge(ExportDelta delta) {
        Exports.Decoded decoded = Exports.decode(delta);
        List<ItemRefusal> refusals = parts.loop().call(() -> {
            if (!streams.isCurrent(stream)) {
                throw new RefusedException(
                        Reason.STREAM_SUPERSEDED, "gateway " + gateway + " has begun another stream");
            }
            ExportOutcome outcome = parts.exports()
                    .apply(gateway, decoded.change(), parts.clock().instant());
            parts.views().update(outcome);
            return outcome.refusals();
        });
        DeltaAck.Builder ack =
                DeltaAck.newBuilder().setPosition(delta.getPosition()).addAllRefusals(decoded.malformed());
        refusals.forEach(each -> ack.addRefusals(Exports.refusal(each)));
        parts.counters().onExportDelta(ack.getRefusalsCount());
        if (ack.getRefusalsCount() > 0) {
            LOG.warn(
                    "gateway {}: {} exported items refused, the first: {}: {}",
                    gateway,
                    ack.getRefusalsCount(),
                    ack.getRefusals(0).getReason(),
                    ack.getRefusals(0).getMessage());
        }
        return ExchangeResponse.newBuilder().setExportAck(ack).build();
    }

    // --- the rest ---

    private Optional<ExchangeResponse> viewAck(DeltaAck ack) {
        if (!stream.acknowledged()) {
            throw new ProtocolViolationException("view ack (expected: none, since no delta is unanswered)");
        }
        if (ack.getRefusalsCount() > 0) {
            LOG.warn(
                    "gateway {} refused {} items of its view, the first: {}",
                    gateway,
                    ack.getRefusalsCount(),
                    ack.getRefusals(0).getReason());
        }
        return Optional.empty();
    }

    private Optional<ExchangeResponse> heartbeat(Heartbeat heartbeat) {
        if (heartbeat.hasSentAt() && !skewTold) {
            Duration skew =
                    Duration.between(time(heartbeat.getSentAt()), parts.clock().instant());
            if (skew.abs().compareTo(NOTABLE_SKEW) > 0) {
                skewTold = true;
                LOG.warn(
                        "gateway {}: its clock differs by {} s; check time synchronisation", gateway, skew.toSeconds());
            }
        }
        return Optional.empty();
    }

    private Optional<ExchangeResponse> pathReport(PathReport report) {
        if (report.getPathsCount() > PathReports.MAX_PATHS) {
            throw new ProtocolViolationException("path report: " + report.getPathsCount() + " paths (expected: at most "
                    + PathReports.MAX_PATHS + ")");
        }
        List<PathReports.Path> paths = new ArrayList<>();
        report.getPathsList().forEach(each -> paths.add(path(each)));
        parts.loop().run(() -> {
            paths.removeIf(path -> parts.peers().members().gateway(path.peer()).isEmpty());
            if (streams.isCurrent(stream)) {
                parts.peers().paths().put(gateway, paths, parts.clock().instant());
            }
        });
        return Optional.empty();
    }

    private static PathReports.Path path(PathState state) {
        try {
            GatewayId peer = new GatewayId(
                    new ClusterId(state.getPeer().getCluster()), state.getPeer().getGateway());
            long micros = Math.clamp(state.getRoundTripMicros(), 0, Integer.MAX_VALUE);
            return new PathReports.Path(
                    peer,
                    state.getUp(),
                    Duration.ofNanos(micros * 1_000),
                    time(state.getSince()),
                    state.hasTraffic() ? Optional.of(Traffics.fromMessage(state.getTraffic())) : Optional.empty());
        } catch (IllegalArgumentException e) {
            throw new ProtocolViolationException("path report: " + e.getMessage());
        }
    }

    private static Instant time(com.google.protobuf.Timestamp message) {
        try {
            return Times.fromMessage(message);
        } catch (IllegalArgumentException e) {
            throw new ProtocolViolationException(String.valueOf(e.getMessage()));
        }
    }

    /** The stream is over. Called on the control loop. */
    void close() {
        if (streams.retire(stream)) {
            Instant now = parts.clock().instant();
            parts.exports().lost(gateway, now);
            parts.peers()
                    .lost(gateway, now)
                    .ifPresent(seen -> parts.views().keep(List.of(new StateChange.PutGateway(seen))));
        }
    }
}
