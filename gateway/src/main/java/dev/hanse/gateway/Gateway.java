// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway;

import dev.hanse.discovery.dns.DnsResponder;
import dev.hanse.gateway.bridge.ControlPlaneBridge;
import dev.hanse.gateway.exports.LocalExports;
import dev.hanse.gateway.exports.SavedExports;
import dev.hanse.gateway.identity.CertificateRenewal;
import dev.hanse.gateway.identity.Enrolment;
import dev.hanse.gateway.identity.JoinException;
import dev.hanse.gateway.identity.JoinRequest;
import dev.hanse.gateway.identity.RenewalClient;
import dev.hanse.gateway.identity.TlsChannelFactory;
import dev.hanse.gateway.link.Departure;
import dev.hanse.gateway.link.ExchangeLink;
import dev.hanse.gateway.link.LinkSettings;
import dev.hanse.gateway.loop.ThreadControlLoop;
import dev.hanse.gateway.paths.PathMapper;
import dev.hanse.gateway.paths.PeerMapper;
import dev.hanse.gateway.paths.TunnelPort;
import dev.hanse.gateway.rpc.ChannelFactory;
import dev.hanse.gateway.status.AdminServer;
import dev.hanse.gateway.status.GatewayStatus;
import dev.hanse.gateway.status.SoftwareVersion;
import dev.hanse.gateway.status.StatusReader;
import dev.hanse.gateway.storage.DataDirectory;
import dev.hanse.gateway.views.SavedView;
import dev.hanse.gateway.views.ViewAssembler;
import dev.hanse.gateway.views.ViewBridge;
import dev.hanse.gateway.views.ViewRules;
import dev.hanse.net.lifecycle.CloseStack;
import dev.hanse.net.time.Backoff;
import dev.hanse.proto.v1.TunnelEndpoint;
import dev.hanse.tunnel.PeerStatus;
import dev.hanse.tunnel.StaticKey;
import dev.hanse.tunnel.path.Traffic;
import dev.hanse.tunnel.peer.PeerId;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running gateway: everything that one process of a cluster does, made and joined together here and nowhere else.
 * Thread-safe.
 */
public final class Gateway implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    private final CloseStack parts;
    private final Supplier<GatewayStatus> status;
    private final InetSocketAddress statusAddress;
    private final List<InetSocketAddress> dnsAddresses;

    private Gateway(
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
        return start(config, Edges.system());
    }

    static Gateway start(GatewayConfig config, Edges edges) throws GatewayStartException {
        CloseStack parts = new CloseStack(Gateway::notClosed);
        try {
            return assemble(config, edges, parts);
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

    /** Every part in the order in which it needs those before it; closed in reverse. */
    private static Gateway assemble(GatewayConfig config, Edges edges, CloseStack parts)
            throws IOException, JoinException, InterruptedException {
        DataDirectory directory = parts.add(DataDirectory.open(config.dataDir()));
        Enrolment enrolment = Enrolment.establish(
                new JoinRequest(config.cluster(), config.name(), config.podPrefixes(), config.servicePrefixes()),
                config.joinTokenFile(),
                directory,
                edges.clock(),
                edges.random());
        ExecutorService blocking = Runtimes.blocking(parts);
        Vertx vertx = Runtimes.vertx(parts);
        ThreadControlLoop loop = parts.add(new ThreadControlLoop("hanse-control"));

        DnsResponder dns = parts.add(DnsResponder.start(vertx, config.dns()));
        ViewAssembler assembler = new ViewAssembler(new ViewRules(config.cluster(), config.podPrefixes()));
        ViewBridge view = new ViewBridge(loop, edges.clock(), config.cluster(), dns::publish);
        SavedView saved = new SavedView(directory.resolve("view.state"), edges.clock());
        ControlPlaneBridge controlPlane = new ControlPlaneBridge(
                loop, blocking, config.cluster(), config.podPrefixes(), assembler, view, saved, enrolment.book());
        parts.add(controlPlane::stop);
        controlPlane.restore();

        StaticKey key = StaticKey.loadOrCreate(directory.resolve("tunnel.key"));
        Optional<TunnelPort> tunnel = config.tunnel()
                .map(announced -> parts.add(
                        edges.tunnels().start(vertx, announced.endpoint(), config.podPrefixes(), key, view::onPath)));

        ChannelFactory channels = TlsChannelFactory.member(enrolment::credentials);
        LinkSettings settings = new LinkSettings(
                SoftwareVersion.current(),
                config.tunnel().map(announced -> tunnelEndpoint(key, announced)),
                () -> PathMapper.toProto(view.status().paths(), traffic(tunnel)),
                () -> Long.toHexString(edges.random().nextLong()));
        ExchangeLink link = new ExchangeLink(
                loop,
                edges.clock(),
                channels,
                new Backoff(Duration.ofMillis(250), Duration.ofSeconds(8), edges.random()),
                enrolment.addresses(),
                settings,
                assembler,
                controlPlane);
        tunnel.ifPresent(port -> view.start(port, link::onPathsChanged));
        parts.add(view::stop);

        LocalExports exports = new LocalExports(
                loop,
                blocking,
                edges.clock(),
                edges.sources().open(vertx, config, directory, edges.random()),
                source -> new SavedExports(directory.resolve("exports-" + source + ".state"), edges.clock()),
                link::export);
        CertificateRenewal renewal = new CertificateRenewal(
                loop,
                blocking,
                edges.clock(),
                edges.random(),
                new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(1), edges.random()),
                new RenewalClient(channels, link::addresses),
                enrolment::renewed,
                enrolment.first());

        StatusReader status =
                new StatusReader(edges.clock(), enrolment, link, view, controlPlane, exports, renewal, dns, tunnel);
        AdminServer admin = parts.add(AdminServer.start(vertx, config.statusListen(), status));
        parts.add(Departure.of(link, loop));
        link.start();
        parts.add(renewal::stop);
        renewal.start();
        parts.add(exports::close);
        exports.start();
        LOG.info("gateway {} of cluster {} serves, DNS on {}", config.name(), config.cluster(), dns.addresses());
        return new Gateway(parts, status, admin.address(), dns.addresses());
    }

    private static TunnelEndpoint tunnelEndpoint(StaticKey key, AnnouncedTunnel announced) {
        return PeerMapper.toProto(
                key.publicKey(),
                announced.advertise(),
                announced.endpoint().ciphers(),
                announced.endpoint().workers());
    }

    private static Map<PeerId, Traffic> traffic(Optional<TunnelPort> tunnel) {
        return tunnel.map(port -> port.status().peers()).orElse(List.of()).stream()
                .collect(Collectors.toMap(peer -> peer.path().peer(), PeerStatus::traffic));
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
