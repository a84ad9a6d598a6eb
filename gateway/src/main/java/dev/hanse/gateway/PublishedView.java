// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.View;
import dev.hanse.gateway.link.LinkState;
import dev.hanse.gateway.link.LinkStatus;
import dev.hanse.gateway.views.CurrentView;
import dev.hanse.gateway.views.ServedView;
import dev.hanse.gateway.views.ViewContent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The view that a writer of imports was given last, and whether it is what the control plane says now. {@link #isFresh} is for any thread. */
final class PublishedView {

    /** What was missed while the link was down comes just behind its first words. */
    private static final Duration SETTLED = Duration.ofSeconds(1);

    /** The control plane says something every five seconds; a lease of the link, which is longer, would leave the cluster without a writer for half a minute. */
    private static final Duration SILENCE = Duration.ofSeconds(7);

    private final ClusterId cluster;
    private final CurrentView view;
    private final Supplier<LinkStatus> link;
    private final InstantSource clock;
    private volatile @Nullable ViewContent served;

    /**
     * Nothing was given yet.
     *
     * @param cluster whose view it is
     * @param view what is to be served
     * @param link whether the control plane is heard
     */
    PublishedView(ClusterId cluster, CurrentView view, Supplier<LinkStatus> link, InstantSource clock) {
        this.cluster = cluster;
        this.view = view;
        this.link = link;
        this.clock = clock;
    }

    /** Gives the writer the newest one. */
    void publish(ServedView newest, Consumer<View> writer) {
        ViewContent content = newest.content();
        writer.accept(new View(cluster, 1, content.imports(), content.slices()));
        served = content;
    }

    /** Whether what was published last is what the control plane says, not what it said before a restart or before it went away. */
    boolean isFresh() {
        return served == view.content() && isConfirmed(view, link.get(), clock.instant());
    }

    /** Whether the control plane stands behind the view: it is not from before a restart, and the control plane is heard. */
    static boolean isConfirmed(CurrentView view, LinkStatus link, Instant now) {
        return !view.fromState() && isHeard(link, now);
    }

    /**
     * Whether the control plane is heard, and has been for long enough to have said what was missed. Times are by the wall clock: what lies ahead is from before it was set back, and
     * long enough ago.
     */
    static boolean isHeard(LinkStatus link, Instant now) {
        Duration up = Duration.between(link.since(), now);
        return link.state() == LinkState.UP
                && (up.isNegative() || up.compareTo(SETTLED) >= 0)
                && Duration.between(link.lastHeard(), now).compareTo(SILENCE) < 0;
    }
}
