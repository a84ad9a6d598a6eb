// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.views;

import dev.hanse.discovery.model.ClusterAddresses;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.View;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The view to those who ask DNS. Numbers what it publishes: the version is the zone's serial. All may be
 * called from any thread.
 */
public final class DnsConsumer implements ViewConsumer {

    private final ClusterId cluster;
    private final Clock clock;
    private final DnsPort dns;
    private @Nullable ServedView newest;
    private volatile ClusterAddresses addresses = ClusterAddresses.NONE;
    private volatile @Nullable View served;

    /**
     * @param cluster this cluster
     * @param clock for versions
     * @param dns answers from the view
     */
    public DnsConsumer(ClusterId cluster, Clock clock, DnsPort dns) {
        this.cluster = cluster;
        this.clock = clock;
        this.dns = dns;
    }

    @Override
    public synchronized void accept(ServedView view) {
        newest = view;
        publish(view);
    }

    /** Makes these the addresses that names of ClusterSetIP services lead to, in the view that is served and in all later ones. */
    public synchronized void onAddresses(ClusterAddresses now) {
        addresses = now;
        if (newest != null) {
            publish(newest);
        }
    }

    private void publish(ServedView now) {
        ViewContent content = now.content();
        View view = new View(cluster, nextVersion(served), content.imports(), content.slices());
        dns.publish(view, now.unreachable(), addresses);
        served = view;
    }

    /**
     * Grows with each change, and with the time at least, so that the zone's serial goes up across restarts that lost
     * their state.
     */
    private long nextVersion(@Nullable View last) {
        long now = clock.instant().getEpochSecond();
        return last == null ? Math.max(1, now) : Math.max(last.version() + 1, now);
    }

    /** What names of ClusterSetIP services lead to. */
    public ClusterAddresses addresses() {
        return addresses;
    }

    /** What DNS answers from; empty before the first view. */
    public Optional<View> served() {
        return Optional.ofNullable(served);
    }
}
