// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns;

import dev.hanse.discovery.dns.answer.Answerers;
import dev.hanse.discovery.dns.dnssec.ZoneSigner;
import dev.hanse.discovery.dns.tcp.TcpLimits;
import dev.hanse.discovery.dns.wire.WireName;
import dev.hanse.discovery.dns.zone.Origin;
import dev.hanse.discovery.dns.zone.ZoneCompiler;
import dev.hanse.discovery.model.ClusterAddresses;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.View;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The zone of the cluster set, which a {@link DnsResponder} answers from. It takes views before anybody can ask, so that the first answer after a
 * restart is one.
 *
 * <p>All methods may be called from any thread.
 */
public final class DnsZone implements AutoCloseable {

    private final DnsConfig config;
    private final ZonePublisher publisher;
    private final Answerers answerers;
    private final Optional<ZoneSigner> signer;

    /**
     * A zone without a view. Reads the signing key: blocks.
     *
     * @throws DnsStartException if the zone is to be signed and its key cannot be used; says why
     */
    public DnsZone(DnsConfig config) {
        WireName apex = WireName.of(config.zone());
        this.config = config;
        this.signer = config.signingKey().map(file -> Signing.open(file, config.zone()));
        this.publisher = new ZonePublisher(new ZoneCompiler(
                apex,
                NameServerAddresses.of(config.listen()),
                config.clusterQualifiedNames(),
                config.addressesPerAnswer()));
        this.answerers = new Answerers(
                apex,
                publisher,
                config.identity(),
                TcpLimits.DEFAULT.idle(),
                config.responsesPerSecond(),
                InstantSource.system(),
                System::nanoTime,
                new SecureRandom(),
                signer.orElse(null));
    }

    /**
     * Makes this view the one that is answered from; returns at once, and of several views published quickly only the
     * last may be seen.
     *
     * @param unreachable clusters whose endpoints are left out of answers while others are left
     * @param addresses what this cluster's clients use in place of endpoints
     */
    public void publish(View view, Set<ClusterId> unreachable, ClusterAddresses addresses) {
        publisher.publish(view, unreachable, addresses);
    }

    /** Waits until there is a view to answer from. */
    public void awaitView(Duration longest) throws InterruptedException {
        publisher.awaitZone(longest);
    }

    DnsConfig config() {
        return config;
    }

    Answerers answerers() {
        return answerers;
    }

    DnsStatistics statistics(int connections) {
        return StatisticsSum.of(publisher.get(), answerers.counters(), connections, signer);
    }

    Map<Origin, Long> answersByOrigin() {
        return StatisticsSum.byOrigin(publisher.origins(), answerers.counters());
    }

    /** Takes no view any more. */
    @Override
    public void close() {
        publisher.close();
    }
}
