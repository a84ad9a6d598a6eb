// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns;

import dev.hanse.discovery.dns.answer.Answerers;
import dev.hanse.discovery.dns.dnssec.ZoneSigner;
import dev.hanse.discovery.dns.tcp.TcpLimits;
import dev.hanse.discovery.dns.udp.UdpEngine;
import dev.hanse.discovery.dns.wire.WireName;
import dev.hanse.discovery.dns.zone.Origin;
import dev.hanse.discovery.dns.zone.ZoneCompiler;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.View;
import dev.hanse.net.address.HostPort;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers DNS for the zone of the cluster set, authoritative, on UDP and TCP. Before the first view every question
 * about the zone is answered SERVFAIL;
 * NXDOMAIN is only ever said about a view.
 *
 * <p>All methods may be called from any thread.
 */
public final class DnsResponder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DnsResponder.class);

    private final ZonePublisher publisher;
    private final Answerers answerers;
    private final List<Listener> listeners;
    private final Optional<TlsListener> tls;
    private final Optional<ZoneSigner> signer;
    private final AtomicBoolean closed = new AtomicBoolean();

    private DnsResponder(
            ZonePublisher publisher,
            Answerers answerers,
            List<Listener> listeners,
            Optional<TlsListener> tls,
            Optional<ZoneSigner> signer) {
        this.publisher = publisher;
        this.answerers = answerers;
        this.listeners = List.copyOf(listeners);
        this.tls = tls;
        this.signer = signer;
    }

    /**
     * Binds all addresses and starts to answer; returns when it does. Blocks: not for event loops.
     *
     * @throws DnsStartException if an address cannot be bound; says which and what to do
     */
    public static DnsResponder start(Vertx vertx, DnsConfig config) {
        return start(vertx, config, Listener.fastestEngine());
    }

    static DnsResponder start(Vertx vertx, DnsConfig config, UdpEngine.Opener engines) {
        WireName apex = WireName.of(config.zone());
        Optional<ZoneSigner> signer = config.signingKey().map(file -> Signing.open(file, config.zone()));
        ZoneCompiler compiler =
                new ZoneCompiler(apex, NameServerAddresses.of(config.listen()), config.clusterQualifiedNames());
        ZonePublisher publisher = new ZonePublisher(compiler);
        Answerers answerers = new Answerers(
                apex,
                publisher,
                config.identity(),
                TcpLimits.DEFAULT.idle(),
                config.responsesPerSecond(),
                InstantSource.system(),
                System::nanoTime,
                new SecureRandom(),
                signer.orElse(null));
        List<Listener> listeners = new ArrayList<>();
        Optional<TlsListener> tls;
        try {
            for (InetSocketAddress address : config.listen()) {
                listeners.add(Listener.open(vertx, address, config.workers(), engines, answerers));
            }
            tls = config.tls().map(settings -> TlsListener.open(vertx, settings, answerers));
        } catch (DnsStartException e) {
            listeners.forEach(Listener::close);
            publisher.close();
            throw e;
        }
        listeners.forEach(Listener::start);
        DnsResponder responder = new DnsResponder(publisher, answerers, listeners, tls, signer);
        LOG.info(
                "DNS for {} on {}",
                config.zone(),
                responder.addresses().stream().map(HostPort::format).toList());
        responder.tlsAddress().ifPresent(address -> LOG.info("DNS over TLS for {} on {}", config.zone(), address));
        return responder;
    }

    /**
     * Makes this view the one that is answered from; returns at once, and of several views published quickly only the
     * last may be seen.
     *
     * @param unreachable clusters whose endpoints are left out of answers while others are left
     */
    public void publish(View view, Set<ClusterId> unreachable) {
        publisher.publish(view, unreachable);
    }

    /**
     * The addresses that are answered on, in the order of the configuration, with the real port where 0 was asked
     * for.
     */
    public List<InetSocketAddress> addresses() {
        return listeners.stream().map(Listener::address).toList();
    }

    /** The address of DNS over TLS, if it is answered. */
    public Optional<InetSocketAddress> tlsAddress() {
        return tls.map(TlsListener::address);
    }

    /** What has been done so far. */
    public DnsStatistics statistics() {
        int connections = listeners.stream().mapToInt(Listener::connections).sum()
                + tls.map(TlsListener::connections).orElse(0);
        return StatisticsSum.of(publisher.get(), answerers.counters(), connections, signer);
    }

    /** Answers with records of a service so far, by origin; also of services that are gone. Those never sent are left out. */
    public Map<Origin, Long> answersByOrigin() {
        return StatisticsSum.byOrigin(publisher.origins(), answerers.counters());
    }

    /** Stops answering and releases all sockets; later calls do nothing. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            tls.ifPresent(TlsListener::close);
            listeners.forEach(Listener::close);
            publisher.close();
        }
    }
}
