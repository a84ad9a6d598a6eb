// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane;

import dev.hanse.controlplane.exchange.ExchangeCounters;
import dev.hanse.controlplane.exchange.ExchangeParts;
import dev.hanse.controlplane.exchange.FederationService;
import dev.hanse.controlplane.exchange.Streams;
import dev.hanse.controlplane.federation.ExportLimits;
import dev.hanse.controlplane.federation.Federation;
import dev.hanse.controlplane.identity.CertificateAuthority;
import dev.hanse.controlplane.identity.DerivedPairKeys;
import dev.hanse.controlplane.identity.Identity;
import dev.hanse.controlplane.identity.OperatorCredentials;
import dev.hanse.controlplane.identity.Revocations;
import dev.hanse.controlplane.identity.ServerCertificate;
import dev.hanse.controlplane.inspection.InspectionService;
import dev.hanse.controlplane.live.LiveFederation;
import dev.hanse.controlplane.membership.AttemptLimit;
import dev.hanse.controlplane.membership.ClusterRegistryService;
import dev.hanse.controlplane.membership.JoinTokens;
import dev.hanse.controlplane.membership.RegistryParts;
import dev.hanse.controlplane.peers.Members;
import dev.hanse.controlplane.peers.PathReports;
import dev.hanse.controlplane.rpc.CallerInterceptor;
import dev.hanse.controlplane.rpc.ControlLoop;
import dev.hanse.controlplane.status.ControlPlaneMetrics;
import dev.hanse.controlplane.status.StatusServer;
import dev.hanse.controlplane.store.FederationStore;
import dev.hanse.controlplane.store.SavedState;
import dev.hanse.controlplane.store.StoreUnavailableException;
import dev.hanse.controlplane.store.sqlite.SqliteFederationStore;
import dev.hanse.net.lifecycle.CloseStack;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
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
            FederationStore store = parts.add(SqliteFederationStore.open(config.dataDir()));
            return start(config, store, InstantSource.system(), parts);
        } catch (IOException | RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    private static void notClosed(AutoCloseable part, Exception failure) {
        LoggerFactory.getLogger(CloseStack.class)
                .warn("not closed cleanly: {}", part.getClass().getSimpleName(), failure);
    }

    private static ControlPlane start(
            ControlPlaneConfig config, FederationStore store, InstantSource clock, CloseStack parts)
            throws IOException {
        SavedState saved = load(store);
        SecureRandom random = new SecureRandom();
        Advertised advertised = new Advertised(config);
        CertificateAuthority authority =
                CertificateAuthority.open(config.dataDir(), config.clusterSet(), clock, random);
        ServerCertificate certificate = new ServerCertificate(
                authority, new Identity.OfControlPlane(config.clusterSet(), config.name()), advertised.hosts(), clock);
        OperatorCredentials operator = new OperatorCredentials(
                config.dataDir().resolve("operator"),
                authority,
                new Identity.OfOperator(config.clusterSet(), "admin"),
                clock);
        Revocations revocations = new Revocations();
        saved.certificates().stream()
                .filter(each -> each.revokedAt().isPresent())
                .forEach(each -> revocations.revoke(each.serial()));

        ControlLoop loop = parts.add(new ControlLoop());
        Members members = new Members(saved);
        JoinTokens tokens = new JoinTokens(random, saved.tokens());
        PathReports paths = new PathReports();
        Streams streams = new Streams();
        ExchangeCounters counters = new ExchangeCounters();
        LiveFederation federation = federation(config, store, saved, members, streams, clock, random);
        Maintenance maintenance =
                new Maintenance(authority, certificate, operator, members, tokens, revocations, streams, store, clock);
        loop.run(maintenance::run);

        ClusterRegistryService registry = new ClusterRegistryService(
                new RegistryParts(
                        config.clusterSet(),
                        advertised,
                        members,
                        tokens,
                        authority,
                        revocations,
                        federation,
                        streams,
                        paths,
                        store,
                        clock),
                loop,
                new AttemptLimit(System::nanoTime));
        FederationService exchange = new FederationService(
                new ExchangeParts(
                        config.clusterSet(),
                        advertised,
                        config.leaseTimes(),
                        loop,
                        members,
                        revocations,
                        federation,
                        paths,
                        counters,
                        clock,
                        System::nanoTime),
                streams);
        InspectionService inspection = new InspectionService(loop, members, federation, paths);
        GrpcServer server = parts.add(GrpcServer.start(
                config.listen(),
                TlsServer.context(certificate.keyManager(), authority.rootCertificate()),
                new CallerInterceptor(config.clusterSet(), revocations),
                List.of(registry, exchange, inspection),
                streams));
        advertised.bound(server.address().getPort());
        ControlPlaneMetrics metrics = new ControlPlaneMetrics(loop, members, federation, streams, counters);
        StatusServer status = parts.add(StatusServer.start(
                config.statusListen(),
                () -> loop.call(() -> federation.isStoreBehind() ? "the store cannot be written" : ""),
                metrics::scrape));
        loop.every(TICK, federation::tick);
        loop.every(MAINTENANCE, maintenance::run);
        LOG.info(
                "control plane {} of cluster set {} serves on {}, status on {}",
                config.name(),
                config.clusterSet(),
                server.address(),
                status.address());
        return new ControlPlane(parts, server.address(), status.address());
    }

    private static SavedState load(FederationStore store) throws IOException {
        try {
            return store.load();
        } catch (StoreUnavailableException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static LiveFederation federation(
            ControlPlaneConfig config,
            FederationStore store,
            SavedState saved,
            Members members,
            Streams streams,
            InstantSource clock,
            SecureRandom random)
            throws IOException {
        DerivedPairKeys pairKeys = DerivedPairKeys.open(config.dataDir().resolve("pair-keys.secret"), random);
        Duration hold = config.leaseTimes().lease().multipliedBy(2);
        Federation federation = new Federation(
                ExportLimits.DEFAULT, pairKeys::of, () -> UUID.randomUUID().toString(), hold);
        return LiveFederation.restore(federation, saved, store, members, streams, clock);
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
