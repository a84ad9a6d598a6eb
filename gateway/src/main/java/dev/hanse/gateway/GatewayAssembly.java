// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway;

import dev.hanse.discovery.ExportSource;
import dev.hanse.discovery.dns.DnsResponder;
import dev.hanse.discovery.dns.DnsZone;
import dev.hanse.discovery.kubernetes.ExportStatusSink;
import dev.hanse.discovery.kubernetes.KubernetesConfig;
import dev.hanse.discovery.kubernetes.RegisteredCluster;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.gateway.exports.ExportPublisher;
import dev.hanse.gateway.exports.KnownExports;
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
import dev.hanse.gateway.link.OthersReach;
import dev.hanse.gateway.link.OwnTunnel;
import dev.hanse.gateway.link.WriteReports;
import dev.hanse.gateway.loop.ThreadControlLoop;
import dev.hanse.gateway.nodes.NodePort;
import dev.hanse.gateway.overlay.OwnChanges;
import dev.hanse.gateway.overlay.ToldExports;
import dev.hanse.gateway.paths.KeptDrain;
import dev.hanse.gateway.paths.PathReports;
import dev.hanse.gateway.paths.PathWatch;
import dev.hanse.gateway.paths.TunnelPort;
import dev.hanse.gateway.rpc.ChannelFactory;
import dev.hanse.gateway.rpc.ControlPlaneHosts;
import dev.hanse.gateway.status.AdminServer;
import dev.hanse.gateway.status.SoftwareVersion;
import dev.hanse.gateway.status.StatusReader;
import dev.hanse.gateway.storage.DataDirectory;
import dev.hanse.gateway.storage.WriteRetries;
import dev.hanse.gateway.views.ConditionsConsumer;
import dev.hanse.gateway.views.CurrentView;
import dev.hanse.gateway.views.DnsConsumer;
import dev.hanse.gateway.views.OwnAddresses;
import dev.hanse.gateway.views.OwnPrefixes;
import dev.hanse.gateway.views.ReceivedView;
import dev.hanse.gateway.views.SavedView;
import dev.hanse.gateway.views.TunnelConsumer;
import dev.hanse.net.address.HostPort;
import dev.hanse.net.lifecycle.CloseStack;
import dev.hanse.net.time.Backoff;
import dev.hanse.tunnel.StaticKey;
import dev.hanse.tunnel.TunnelEndpoint;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a gateway together, here and nowhere else: every part in the order in which it needs those before it. What was
 * started is closed in reverse, also where a later part cannot be. Used once; blocks.
 */
final class GatewayAssembly {

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    /** Longest time for which a saved view may keep DNS from being answered. */
    private static final Duration FIRST_VIEW = Duration.ofSeconds(5);

    /** How often the control plane's names are looked up, whose addresses are kept out of the tunnel. */
    private static final Duration NAMES_AGAIN = Duration.ofSeconds(30);

    private final GatewayConfig config;
    private final Edges edges;
    private final CloseStack parts;
    private final Clock clock;
    private final RandomGenerator random;
    private final DataDirectory directory;
    private final Enrolment enrolment;
    private final ExecutorService blocking;
    private final Vertx vertx;
    private final ThreadControlLoop loop;

    /** Without a tunnel nothing is led into one. */
    private final boolean keepsApart;

    /**
     * Joins, and starts the threads.
     *
     * @param parts takes what is to be closed
     */
    GatewayAssembly(GatewayConfig config, Edges edges, CloseStack parts)
            throws IOException, JoinException, InterruptedException {
        this.config = config;
        this.edges = edges;
        this.parts = parts;
        this.clock = edges.clock();
        this.random = edges.random();
        this.directory = parts.add(DataDirectory.open(config.dataDir()));
        this.enrolment = Enrolment.establish(
                request(), config.joinTokenFile(), directory, Files.exists(viewFile()), clock, random);
        this.blocking = Runtimes.blocking(parts);
        this.vertx = Runtimes.vertx(parts);
        this.loop = parts.add(new ThreadControlLoop("hanse-control"));
        this.keepsApart = config.tunnel().isEmpty() || TunnelEndpoint.keepsApart();
    }

    private JoinRequest request() {
        return new JoinRequest(config.cluster(), config.name(), config.podPrefixes(), config.servicePrefixes());
    }

    Gateway assemble() throws IOException, InterruptedException {
        DnsZone zone = parts.add(new DnsZone(config.dns()));
        PathWatch paths = new PathWatch(loop, System::nanoTime, config.cluster());
        CurrentView view = new CurrentView(loop, paths, System::nanoTime);
        DnsConsumer answers = new DnsConsumer(config.cluster(), clock, zone::publish);
        Optional<OwnAddresses> own = ownAddresses(answers);
        view.serve("dns", Runtimes.alone(parts, "hanse-view-dns"), answers);
        ControlPlaneHosts hosts = new ControlPlaneHosts(blocking);
        hosts.learn(enrolment.addresses());
        OwnPrefixes prefixes = new OwnPrefixes(config.cluster(), config.podPrefixes(), hosts, keepsApart);
        ToldExports told = new ToldExports(loop, blocking, directory.resolve(ToldExports.FILE), clock);
        OwnChanges changes = new OwnChanges(loop, prefixes, told, view);
        ReceivedView received = new ReceivedView(loop, blocking, prefixes, new SavedView(viewFile(), clock), changes);
        parts.add(received::stop);
        boolean restored = received.restore();

        StaticKey key = TunnelKey.open(keyFile(), clock);
        // Before the tunnel, so that it is closed after it.
        HostRules host = HostRules.open(config, edges.hosts(), directory.resolve("transit.nft"), view, parts);
        Optional<TunnelPort> tunnel = tunnel(key, paths);
        tunnel.ifPresent(port -> hosts.listen(port::controlPlane));
        Optional<KeptDrain> drain = tunnel.map(port -> drain(port, paths));
        vertx.setPeriodic(NAMES_AGAIN.toMillis(), _ -> hosts.refresh());
        ChannelFactory channels = TlsChannelFactory.member(enrolment::credentials);
        AddressRing addresses = addresses(hosts);
        RefusedExports refused = new RefusedExports(System::nanoTime);
        PathReports reports = new PathReports(paths, tunnel, host::findings);
        WriteReports writes = new WriteReports();
        ExchangeLink link = link(
                channels,
                addresses,
                tunnel.map(port -> ownTunnel(port, key, drain.orElseThrow())).orElse(OwnTunnel.NONE),
                new LinkContents(publisher(), refused, received, reports, writes, others(paths)));
        paths.listen(view::onReach, link::onPathsChanged);
        tunnel.ifPresent(port -> {
            view.serve("tunnel", Runtimes.alone(parts, "hanse-view-tunnel"), new TunnelConsumer(port));
            paths.start(port::paths);
            host.start(() -> loop.execute(link::onPathsChanged));
            host.tellEvents(config, vertx, parts);
        });
        parts.add(paths::stop);
        DnsResponder dns = parts.add(responder(zone, restored));

        Optional<KubernetesImports> imports = own.map(kept -> imports(view, paths, link, changes::services, kept));
        List<ExportSource> sources =
                sources(imports.map(KubernetesImports::exportStatuses).orElse(ExportStatusSink.NONE));
        serve(view, sources, imports);
        Optional<ConsulImports> consul = ConsulImports.open(
                vertx, config, view, () -> paths.status().unreachableByAll(), link::status, clock, random, parts);
        imports.ifPresent(writer -> writes.add("kubernetes", writer::refused));
        consul.ifPresent(writer -> writes.add("consul", writer::refused));
        changes.listen(link::unanswered);
        LocalExports exports = exports(sources, known -> {
            changes.onExports(known);
            link.export(known);
        });
        CertificateRenewal renewal = renewal(channels, addresses);
        link.onRevoked(() -> {
            enrolment.onRevoked();
            renewal.hasten();
        });
        StatusReader status = new StatusReader(
                clock,
                new StatusReader.Member(enrolment, renewal),
                link,
                new StatusReader.Exports(exports, refused, told),
                new StatusReader.Views(received, view, answers, own, paths, drain),
                dns,
                tunnel,
                () -> imports.map(KubernetesImports::status),
                () -> consul.map(ConsulImports::status),
                host::findings);
        AdminServer admin = parts.add(AdminServer.start(vertx, config.statusListen(), status));
        Optional<NodePort> nodes = tunnel.isEmpty()
                ? Optional.empty()
                : new NodeService(config, view, paths, link, dns.addresses(), directory.resolve("vxlan.nft"), clock)
                        .start(parts);

        parts.add(Departure.of(link, loop));
        link.start();
        parts.add(renewal::stop);
        renewal.start();
        parts.add(() -> loop.execute(told::flush));
        parts.add(exports::close);
        told.load();
        exports.start();
        imports.ifPresent(KubernetesImports::start);
        consul.ifPresent(ConsulImports::start);
        WriteRetries retries = new WriteRetries(
                loop,
                blocking,
                List.of(
                        received::retryWrites,
                        exports::retryWrites,
                        told::retryWrites,
                        enrolment::retryWrites,
                        () -> own.ifPresent(OwnAddresses::retryWrites),
                        () -> drain.ifPresent(KeptDrain::retryWrites)));
        parts.add(retries::stop);
        retries.start();
        tunnel.ifPresent(port -> parts.add(port::leave));
        // Before the tunnel says so to its peers: what nodes send meanwhile is still carried.
        nodes.ifPresent(port -> parts.add(port::leave));
        LOG.info(
                "gateway {} of cluster {} serves, DNS on {}",
                config.name(),
                config.cluster(),
                dns.addresses().stream().map(HostPort::format).toList());
        return new Gateway(parts, status, admin.address(), dns.addresses());
    }

    /** Nobody can ask before the view from before the restart is there to answer from: resolvers remember a SERVFAIL. */
    private DnsResponder responder(DnsZone zone, boolean restored) throws InterruptedException {
        if (restored) {
            zone.awaitView(FIRST_VIEW);
        }
        return DnsResponder.start(vertx, zone);
    }

    private RegisteredCluster registered() {
        return new RegisteredCluster(enrolment.identity().clusterSet(), config.cluster());
    }

    private Optional<KubernetesConfig> written() {
        return config.sources().kubernetes().filter(KubernetesConfig::writeImports);
    }

    /** Before the first view is served: its names must not lead to endpoints meanwhile, which may listen on other ports. */
    private Optional<OwnAddresses> ownAddresses(DnsConsumer answers) {
        Path file = directory.resolve(OwnAddresses.FILE);
        if (written().isEmpty()) {
            OwnAddresses.forget(file);
            return Optional.empty();
        }
        OwnAddresses own = new OwnAddresses(loop, blocking, file, clock, answers::onAddresses);
        parts.add(own::stop);
        own.restore();
        return Optional.of(own);
    }

    /** After all that serves, and closed before it: nothing waits for the cluster's API. */
    private KubernetesImports imports(
            CurrentView view,
            PathWatch paths,
            ExchangeLink link,
            Supplier<Set<ServiceName>> changed,
            OwnAddresses own) {
        return parts.add(new KubernetesImports(
                written().orElseThrow(),
                registered(),
                config.name(),
                view,
                () -> paths.status().unreachableByAll(),
                link::status,
                changed,
                own::onAddresses,
                clock,
                random));
    }

    /** Who writes may do so once it has the newest view, and has the conditions of that one then. */
    private void serve(CurrentView view, List<ExportSource> sources, Optional<KubernetesImports> imports) {
        ConditionsConsumer conditions = new ConditionsConsumer(sources.stream()
                .map(ExportSource::conditions)
                .flatMap(Optional::stream)
                .toList());
        imports.ifPresent(writer -> view.serve("kubernetes", Runtimes.alone(parts, "hanse-view-kubernetes"), newest -> {
            conditions.accept(newest);
            writer.accept(newest);
        }));
    }

    private Optional<TunnelPort> tunnel(StaticKey key, PathWatch paths) {
        return config.tunnel()
                .map(announced -> parts.add(
                        edges.tunnels().start(vertx, announced.endpoint(), config.podPrefixes(), key, paths::onPath)));
    }

    private Path viewFile() {
        return directory.resolve("view.state");
    }

    private Path keyFile() {
        return directory.resolve("tunnel.key");
    }

    private KeptDrain drain(TunnelPort port, PathWatch paths) {
        KeptDrain drain = KeptDrain.restore(loop, blocking, directory.resolve(KeptDrain.FILE), port, paths);
        parts.add(drain::stop);
        return drain;
    }

    private OwnTunnel ownTunnel(TunnelPort port, StaticKey key, KeptDrain drain) {
        return new AnnouncedKey(loop, blocking, keyFile(), config.tunnel().orElseThrow(), port, drain, key, keepsApart);
    }

    private AddressRing addresses(ControlPlaneHosts hosts) {
        return new AddressRing(enrolment.addresses(), named -> {
            hosts.learn(named);
            blocking.execute(() -> enrolment.moved(named));
        });
    }

    private ExportPublisher publisher() {
        return new ExportPublisher(() -> Long.toHexString(random.nextLong()));
    }

    private ExchangeLink link(ChannelFactory channels, AddressRing addresses, OwnTunnel own, LinkContents contents) {
        Backoff retries = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(8), random);
        return new ExchangeLink(
                new LinkRuntime(loop, clock, channels, retries),
                addresses,
                new Introduction(SoftwareVersion.current(), own),
                contents);
    }

    private static OthersReach others(PathWatch paths) {
        return new OthersReach(paths::onWelcome, paths::onOthers, paths::onDisconnect);
    }

    private List<ExportSource> sources(ExportStatusSink statuses) {
        List<ExportSource> sources = edges.sources().open(vertx, config, directory, statuses, random);
        forgetOtherSources(sources);
        return sources;
    }

    private LocalExports exports(List<ExportSource> sources, Consumer<KnownExports> sink) {
        return new LocalExports(
                loop,
                blocking,
                clock,
                sources,
                source -> new SavedExports(directory.resolve(SavedExports.fileName(source)), clock),
                sink);
    }

    private void forgetOtherSources(List<ExportSource> sources) {
        try {
            SavedExports.forgetOthers(
                    config.dataDir(), sources.stream().map(ExportSource::name).toList());
        } catch (IOException e) {
            LOG.warn("state: exports of sources that are not configured any more cannot be removed: {}", e.toString());
        }
    }

    private CertificateRenewal renewal(ChannelFactory channels, AddressRing addresses) {
        return new CertificateRenewal(
                loop,
                blocking,
                clock,
                random,
                new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(1), random),
                enrolment.reissue(
                        new RenewalClient(channels, addresses::all),
                        clock,
                        reached -> loop.execute(() -> addresses.found(reached))),
                enrolment::renewed,
                enrolment.first());
    }
}
