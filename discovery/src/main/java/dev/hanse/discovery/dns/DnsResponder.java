// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns;

import dev.hanse.discovery.dns.listen.Family;
import dev.hanse.discovery.dns.udp.UdpEngine;
import dev.hanse.discovery.dns.zone.Origin;
import dev.hanse.net.address.HostPort;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private final DnsZone zone;
    private final List<Listener> listeners;
    private final Optional<TlsListener> tls;
    private final AtomicBoolean closed = new AtomicBoolean();

    private DnsResponder(DnsZone zone, List<Listener> listeners, Optional<TlsListener> tls) {
        this.zone = zone;
        this.listeners = List.copyOf(listeners);
        this.tls = tls;
    }

    /**
     * Binds all addresses of the zone's configuration and starts to answer; returns when it does. Blocks: not for event loops.
     *
     * @param zone is closed with the responder
     * @throws DnsStartException if an address cannot be bound; says which and what to do
     */
    public static DnsResponder start(Vertx vertx, DnsZone zone) {
        return start(vertx, zone, Listener.fastestEngine());
    }

    static DnsResponder start(Vertx vertx, DnsZone zone, UdpEngine.Opener engines) {
        DnsConfig config = zone.config();
        List<Listener> listeners = new ArrayList<>();
        Optional<TlsListener> tls;
        try {
            for (InetSocketAddress address : config.listen()) {
                Family family = Family.of(address, config.listen());
                listeners.add(Listener.open(vertx, address, family, config.workers(), engines, zone.answerers()));
            }
            tls = config.tls().map(settings -> TlsListener.open(vertx, settings, zone.answerers()));
        } catch (DnsStartException e) {
            listeners.forEach(Listener::close);
            zone.close();
            throw e;
        }
        listeners.forEach(Listener::start);
        DnsResponder responder = new DnsResponder(zone, listeners, tls);
        LOG.info(
                "DNS for {} on {}",
                config.zone(),
                responder.addresses().stream().map(HostPort::format).toList());
        responder.tlsAddress().ifPresent(address -> LOG.info("DNS over TLS for {} on {}", config.zone(), address));
        return responder;
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
        return zone.statistics(
                listeners.stream().mapToInt(Listener::connections).sum()
                        + tls.map(TlsListener::connections).orElse(0));
    }

    /** Answers with records of a service so far, by origin; also of services that are gone. Those never sent are left out. */
    public Map<Origin, Long> answersByOrigin() {
        return zone.answersByOrigin();
    }

    /** Stops answering and releases all sockets; later calls do nothing. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            tls.ifPresent(TlsListener::close);
            listeners.forEach(Listener::close);
            zone.close();
        }
    }
}
