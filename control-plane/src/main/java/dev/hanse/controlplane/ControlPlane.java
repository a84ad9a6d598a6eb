// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane;

import dev.hanse.controlplane.audit.AuditLog;
import dev.hanse.controlplane.audit.AuditRecords;
import dev.hanse.controlplane.connections.Connections;
import dev.hanse.controlplane.connections.ServerTransport;
import dev.hanse.controlplane.exchange.ExchangeTerms;
import dev.hanse.controlplane.exchange.FederationService;
import dev.hanse.controlplane.exchange.ReachNews;
import dev.hanse.controlplane.exchange.Streams;
import dev.hanse.controlplane.exports.ExportLimits;
import dev.hanse.controlplane.exports.MemberExports;
import dev.hanse.controlplane.identity.CertificateAuthority;
import dev.hanse.controlplane.identity.Identity;
import dev.hanse.controlplane.identity.IssuedCertificates;
import dev.hanse.controlplane.identity.MemberTrust;
import dev.hanse.controlplane.identity.OperatorCredentials;
import dev.hanse.controlplane.identity.ServerCertificate;
import dev.hanse.controlplane.inspection.InspectionService;
import dev.hanse.controlplane.membership.ClusterRegistryService;
import dev.hanse.controlplane.membership.FanOut;
import dev.hanse.controlplane.membership.Membership;
import dev.hanse.controlplane.membership.RestoreWatch;
import dev.hanse.controlplane.model.HeapShares;
import dev.hanse.controlplane.model.Quarantine;
import dev.hanse.controlplane.peers.ClusterReach;
import dev.hanse.controlplane.peers.MemberReview;
import dev.hanse.controlplane.peers.PairKeys;
import dev.hanse.controlplane.peers.Peers;
import dev.hanse.controlplane.revocation.RevocationLog;
import dev.hanse.controlplane.rpc.CallLimits;
import dev.hanse.controlplane.rpc.CallerInterceptor;
import dev.hanse.controlplane.rpc.ControlLoop;
import dev.hanse.controlplane.rpc.RequestLimits;
import dev.hanse.controlplane.status.ControlPlaneMetrics;
import dev.hanse.controlplane.status.StatusServer;
import dev.hanse.controlplane.store.FederationStore;
import dev.hanse.controlplane.store.SavedState;
import dev.hanse.controlplane.store.StateWriter;
import dev.hanse.controlplane.store.StoreMark;
import dev.hanse.controlplane.store.StoreUnavailableException;
import dev.hanse.controlplane.store.sqlite.SqliteFederationStore;
import dev.hanse.controlplane.store.sqlite.SqliteLibrary;
import dev.hanse.controlplane.views.Views;
import dev.hanse.net.address.HostPort;
import dev.hanse.net.lifecycle.CloseStack;
import dev.hanse.net.time.SteadyTime;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running control plane. Thread-safe. The one place where its parts are put together. */
public final class ControlPlane implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ControlPlane.class);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration MAINTENANCE = Duration.ofMinutes(1);

    private final CloseStack parts;
    private final InetSocketAddress address;
    private final InetSocketAddress statusAddress;

    private ControlPlane(CloseStack parts, InetSocketAddress address, InetSocketAddress statusAddress) {
        this.parts = parts;
        this.address = address;
        this.statusAddress = statusAddress;
    }

    /**
     * Starts a control plane and returns when it serves.
     *
     * @throws IOException if a port is in use, or the data directory cannot be used or belongs to another process; the
     *     message says what to do
     */
    public static ControlPlane start(ControlPlaneConfig config) throws IOException {
        CloseStack parts = new CloseStack(ControlPlane::notClosed);
        try {
            DataDirectory data = DataDirectory.open(config.dataDir());
            FederationStore store = parts.add(SqliteFederationStore.open(config.dataDir()));
            ControlPlane started = assemble(config, data, store, InstantSource.system(), parts);
            LOG.info(
                    "control plane {} of cluster set {} serves on {}, status on {}",
                    config.name(),
                    config.clusterSet(),
                    HostPort.format(started.address()),
                    HostPort.format(started.statusAddress()));
            return started;
        } catch (IOException | RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    /**
     * Looks whether this host lets a control plane run; starts nothing and touches no file.
     *
     * @throws IOException if it does not; the message says what to do
     */
    public static void check() throws IOException {
        SqliteLibrary.load();
    }

    private static void notClosed(AutoCloseable part, Exception failure) {
        LoggerFactory.getLogger(CloseStack.class)
                .warn("not closed cleanly: {}", part.getClass().getSimpleName(), failure);
    }

    /** Everything, in the order in which it is needed: what is known first, then who changes it, then who may ask. */
    private static ControlPlane assemble(
            ControlPlaneConfig config, DataDirectory data, FederationStore kept, InstantSource clock, CloseStack parts)
            throws IOException {
        SavedState found = load(kept);
        StoreBinding binding = new StoreBinding(kept);
        data.requireFilled(binding.isBlank(found));
        SecureRandom random = new SecureRandom();
        Advertised advertised = new Advertised(config);
        CertificateAuthority authority =
                CertificateAuthority.open(config.dataDir(), config.clusterSet(), clock, random);
        Map<StoreMark, String> marks = binding.bind(authority, config.dataDir());
        RevocationLog.Opened revocations =
                RevocationLog.open(config.dataDir(), kept, found, HexFormat.of().formatHex(authority.pin()), clock);
        FederationStore store = revocations.store();
        Quarantine quarantine = new Quarantine();
        SavedState saved = new MemberReview(advertised.addresses(), quarantine)
                .of(revocations.replay().isEmpty() ? found : load(store));
        quarantine.addAll(saved.quarantined());
        ServerCertificate server = serverCertificate(config, authority, advertised.hosts(), clock);
        IssuedCertificates certificates = new IssuedCertificates(saved.certificates());
        revocations.revoked().forEach(certificates::put);
        OperatorCredentials operator = operatorCredentials(config, authority, certificates, clock);

        ControlLoop loop = parts.add(new ControlLoop());
        StateWriter writer = new StateWriter(store);
        AuditLog audit = new AuditLog(writer, clock);
        parts.add(() -> loop.run(audit::writeRefusals));
        Streams streams = new Streams(config.leaseTimes(), clock, System::nanoTime);
        SteadyTime steady = new SteadyTime(clock, System::nanoTime);
        ExportLimits limits = ExportLimits.of(HeapShares.ofProcess());
        MemberExports exports =
                new MemberExports(limits, config.leaseTimes().lease().multipliedBy(2), saved, steady.instant());
        quarantine.addAll(exports.quarantined());
        PairKeys pairKeys = PairKeys.derived(config.dataDir().resolve("pair-keys.secret"), random);
        Peers peers = new Peers(saved, pairKeys, advertised::addresses);
        Views views =
                new Views(writer, streams::wakeAll, () -> UUID.randomUUID().toString());
        views.restore(
                saved.gateways(),
                peers::seenBy,
                exports.services(),
                quarantine.isEmpty()
                        ? saved.exports().views()
                        : saved.exports().views().ended(),
                marks,
                pairKeys.fingerprint() + " " + exports.rules());
        QuarantineReport report = new QuarantineReport(config.name(), quarantine.all());
        if (!quarantine.isEmpty()) {
            report.tell(audit);
            views.keepEverything(peers, exports);
        }
        views.keep(exports.acceptedBy(marks.getOrDefault(StoreMark.EXPORT_RULES, "")));

        RestoreWatch restores = new RestoreWatch(certificates, peers.members(), audit, clock);
        restores.replayed(revocations.replay());
        FanOut fanOut = new FanOut(peers, exports, views, streams);
        Membership membership =
                new Membership(config.clusterSet(), authority, certificates, saved.tokens(), audit, fanOut, clock);
        Maintenance maintenance =
                new Maintenance(authority, server, operator, certificates, writer, membership.expiry(writer));
        loop.run(maintenance::run);
        data.complete();

        ReachNews reach = new ReachNews(
                streams,
                new ClusterReach(
                        peers.members(),
                        peers.paths(),
                        config.leaseTimes().lease().multipliedBy(2),
                        steady.instant()),
                steady);
        ExchangeTerms terms = new ExchangeTerms(config.clusterSet(), advertised, config.leaseTimes());
        ControlPlaneMetrics metrics = new ControlPlaneMetrics(loop, peers.members(), views, writer, streams, restores);
        Connections connections = new Connections(config.limits().connections(), audit, System::nanoTime);
        ServerTransport transport = parts.add(new ServerTransport(connections, certificates));
        RequestLimits requests = parts.add(new RequestLimits(config.limits().request()));
        CallLimits calls = new CallLimits(System::nanoTime);
        metrics.callers(connections, audit);
        metrics.quarantined(report.count());
        metrics.exports(loop, exports, limits.ofSet().octets());
        GrpcServer grpc = parts.add(GrpcServer.start(
                config.listen(),
                TlsServer.context(server.keyManager(), new MemberTrust(authority.rootCertificate(), clock)),
                transport,
                requests,
                config.limits().idle(),
                new CallerInterceptor(
                        config.clusterSet(),
                        certificates,
                        (identity, certificate) -> loop.run(() -> restores.presented(identity, certificate)),
                        audit,
                        calls,
                        requests),
                List.of(
                        new ClusterRegistryService(loop, membership, advertised, System::nanoTime),
                        new FederationService(
                                loop,
                                terms,
                                clock,
                                steady,
                                certificates,
                                peers,
                                exports,
                                views,
                                streams,
                                audit,
                                restores,
                                reach),
                        new InspectionService(loop, peers, views, new AuditRecords(audit, store))),
                streams));
        advertised.bound(grpc.address().getPort());
        StatusServer status = parts.add(StatusServer.start(
                config.statusListen(),
                () -> loop.call(() -> writer.isFailing() ? "the store cannot be written" : ""),
                restores::notice,
                metrics::scrape));
        loop.every(TICK, () -> views.update(exports.dropLost(steady.instant())));
        loop.every(TICK, () -> views.catchUp(peers, exports));
        loop.every(TICK, reach::tellAll);
        loop.every(TICK, audit::writeRefusals);
        loop.every(MAINTENANCE, maintenance::run);
        loop.every(MAINTENANCE, () -> resolve(advertised));
        resolve(advertised);
        return new ControlPlane(parts, grpc.address(), status.address());
    }

    /** Names may take seconds to answer, and nobody waits for that. */
    private static void resolve(Advertised advertised) {
        Thread.ofVirtual().name("advertised names").start(advertised::resolve);
    }

    private static ServerCertificate serverCertificate(
            ControlPlaneConfig config, CertificateAuthority authority, List<String> hosts, InstantSource clock) {
        return new ServerCertificate(
                authority, new Identity.OfControlPlane(config.clusterSet(), config.name()), hosts, clock);
    }

    private static OperatorCredentials operatorCredentials(
            ControlPlaneConfig config,
            CertificateAuthority authority,
            IssuedCertificates certificates,
            InstantSource clock) {
        return new OperatorCredentials(
                config.dataDir().resolve("operator"),
                authority,
                new Identity.OfOperator(config.clusterSet(), "admin"),
                certificates,
                clock);
    }

    private static SavedState load(FederationStore store) throws IOException {
        try {
            return store.load();
        } catch (StoreUnavailableException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Where gRPC is served, with the real port. */
    public InetSocketAddress address() {
        return address;
    }

    /** Where health and metrics are served, with the real port. */
    public InetSocketAddress statusAddress() {
        return statusAddress;
    }

    /** Ends all streams with SHUTTING_DOWN and stops; returns within two seconds. Idempotent. */
    @Override
    public synchronized void close() {
        parts.close();
    }
}
