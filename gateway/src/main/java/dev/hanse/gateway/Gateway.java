// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway;

import dev.hanse.discovery.dns.DnsResponder;
import dev.hanse.gateway.exports.ExportPublisher;
import dev.hanse.gateway.exports.LocalExports;
import dev.hanse.gateway.exports.RefusedExports;
import dev.hanse.gateway.exports.SavedExports;
import dev.hanse.gateway.identity.CertificateRenewal;
import dev.hanse.gateway.identity.Enrolment;
import dev.hanse.gateway.identity.JoinException;
import dev.hanse.gateway.identity.JoinRequest;
import dev.hanse.gateway.identity.RenewalClient;
import dev.hanse.gateway.identity.TlsChannelFactory;
import dev.hanse.gateway.link.AddressRing;
import dev.hanse.gateway.link.Departure;
import dev.hanse.gateway.link.ExchangeLink;
import dev.hanse.gateway.link.Introduction;
import dev.hanse.gateway.link.LinkContents;
import dev.hanse.gateway.link.LinkRuntime;
import dev.hanse.gateway.loop.ThreadControlLoop;
import dev.hanse.gateway.paths.PathReports;
import dev.hanse.gateway.paths.PathWatch;
import dev.hanse.gateway.paths.PeerMapper;
import dev.hanse.gateway.paths.TunnelPort;
import dev.hanse.gateway.rpc.ChannelFactory;
import dev.hanse.gateway.status.AdminServer;
import dev.hanse.gateway.status.GatewayStatus;
import dev.hanse.gateway.status.SoftwareVersion;
import dev.hanse.gateway.status.StatusReader;
import dev.hanse.gateway.storage.DataDirectory;
import dev.hanse.gateway.views.CurrentView;
import dev.hanse.gateway.views.DnsConsumer;
import dev.hanse.gateway.views.OwnPrefixes;
import dev.hanse.gateway.views.ReceivedView;
import dev.hanse.gateway.views.SavedView;
import dev.hanse.gateway.views.TunnelConsumer;
import dev.hanse.net.lifecycle.CloseStack;
import dev.hanse.net.time.Backoff;
import dev.hanse.proto.v1.TunnelEndpoint;
import dev.hanse.tunnel.StaticKey;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
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
        Clock clock = edges.clock();
        RandomGenerator random = edges.random();
        DataDirectory directory = parts.add(DataDirectory.open(config.dataDir()));
        Enrolment enrolment =
                Enrolment.establish(joinRequest(config), config.joinTokenFile(), directory, clock, random);
        ExecutorService blocking = Runtimes.blocking(parts);
        Vertx vertx = Runtimes.vertx(parts);
        ThreadControlLoop loop = parts.add(new ThreadControlLoop("hanse-control"));

        DnsResponder dns = parts.add(DnsResponder.start(vertx, config.dns()));
        PathWatch paths = new PathWatch(loop, clock, config.cluster());
        CurrentView view = new CurrentView(loop, blocking, paths);
        DnsConsumer answers = new DnsConsumer(config.cluster(), clock, dns::publish);
        view.serve("dns", answers);
        OwnPrefixes own = new OwnPrefixes(config.cluster(), config.podPrefixes());
        SavedView saved = new SavedView(directory.resolve("view.state"), clock);
        ReceivedView received = new ReceivedView(loop, blocking, own, saved, view);
        parts.add(received::stop);
        received.restore();

        StaticKey key = StaticKey.loadOrCreate(directory.resolve("tunnel.key"));
        Optional<TunnelPort> tunnel = config.tunnel()
                .map(announced -> parts.add(
                        edges.tunnels().start(vertx, announced.endpoint(), config.podPrefixes(), key, paths::onPath)));

        ChannelFactory channels = TlsChannelFactory.member(enrolment::credentials);
        Backoff retries = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(8), random);
        AddressRing addresses =
                new AddressRing(enrolment.addresses(), named -> blocking.execute(() -> enrolment.moved(named)));
        RefusedExports refused = new RefusedExports();
        ExchangeLink link = new ExchangeLink(
                new LinkRuntime(loop, clock, channels, retries),
                addresses,
                new Introduction(SoftwareVersion.current(), config.tunnel().map(each -> tunnelEndpoint(key, each))),
                new LinkContents(
                        new ExportPublisher(() -> Long.toHexString(random.nextLong())),
                        refused,
                        received,
                        new PathReports(paths, tunnel)));
        paths.listen(view::onReach, link::onPathsChanged);
        tunnel.ifPresent(port -> view.serve("tunnel", new TunnelConsumer(port)));
        tunnel.ifPresent(port -> paths.start(port::paths));
        parts.add(paths::stop);

        LocalExports exports = new LocalExports(
                loop,
                blocking,
                clock,
                edges.sources().open(vertx, config, directory, random),
                source -> new SavedExports(directory.resolve("exports-" + source + ".state"), clock),
                link::export);
        CertificateRenewal renewal = new CertificateRenewal(
                loop,
                blocking,
                clock,
                random,
                new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(1), random),
                new RenewalClient(channels, addresses::all),
                enrolment::renewed,
                enrolment.first());
        StatusReader status = new StatusReader(
                clock,
                new StatusReader.Member(enrolment, renewal),
                link,
                new StatusReader.Exports(exports, refused),
                new StatusReader.Views(received, view, answers, paths),
                dns,
                tunnel);
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

    private static JoinRequest joinRequest(GatewayConfig config) {
        return new JoinRequest(config.cluster(), config.name(), config.podPrefixes(), config.servicePrefixes());
    }

    private static TunnelEndpoint tunnelEndpoint(StaticKey key, AnnouncedTunnel announced) {
        return PeerMapper.toProto(
                key.publicKey(),
                announced.advertise(),
                announced.endpoint().ciphers(),
                announced.endpoint().workers());
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
