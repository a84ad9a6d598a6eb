// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway;

import dev.hanse.discovery.WriterStatus;
import dev.hanse.discovery.kubernetes.ExportStatusSink;
import dev.hanse.discovery.kubernetes.KubernetesConfig;
import dev.hanse.discovery.kubernetes.RegisteredCluster;
import dev.hanse.discovery.kubernetes.write.ImportWriter;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.ServiceAddress;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.SharedMap;
import dev.hanse.discovery.model.View;
import dev.hanse.gateway.link.LinkState;
import dev.hanse.gateway.link.LinkStatus;
import dev.hanse.gateway.views.CurrentView;
import dev.hanse.gateway.views.ServedView;
import dev.hanse.gateway.views.ViewConsumer;
import dev.hanse.gateway.views.ViewContent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The view to the cluster's own API. Neither DNS nor the tunnel knows of it, or waits for it. {@link #status} is for any thread. */
final class KubernetesImports implements ViewConsumer, AutoCloseable {

    /** What was missed while the link was down comes just behind its first words. */
    private static final Duration SETTLED = Duration.ofSeconds(1);

    /** The control plane says something every five seconds; a lease of the link, which is longer, would leave the cluster without a writer for half a minute. */
    private static final Duration SILENCE = Duration.ofSeconds(7);

    private final ClusterId cluster;
    private final CurrentView view;
    private final Supplier<Set<ClusterId>> unreachable;
    private final Supplier<LinkStatus> link;
    private final InstantSource clock;
    private final Supplier<Set<ServiceName>> own;
    private final ImportWriter writer;
    private volatile @Nullable ViewContent served;

    /**
     * Does not write yet.
     *
     * @param config of the source, which says that imports are written
     * @param registered which cluster it is
     * @param gateway the name of this one
     * @param view what is to be served
     * @param unreachable clusters that no gateway of this one reaches
     * @param link whether the control plane is heard
     * @param own services of which this cluster's own changes have not been merged yet
     * @param addresses takes those that the cluster gives to services
     */
    KubernetesImports(
            KubernetesConfig config,
            RegisteredCluster registered,
            String gateway,
            CurrentView view,
            Supplier<Set<ClusterId>> unreachable,
            Supplier<LinkStatus> link,
            Supplier<Set<ServiceName>> own,
            Consumer<SharedMap<ServiceName, ServiceAddress>> addresses,
            InstantSource clock,
            RandomGenerator random) {
        this.cluster = registered.cluster();
        this.view = view;
        this.unreachable = unreachable;
        this.link = link;
        this.own = own;
        this.clock = clock;
        this.writer = new ImportWriter(config, registered, gateway, this::isFresh, random);
        writer.onAddresses(addresses);
    }

    void start() {
        writer.start();
    }

    /** Takes what became of the cluster's own exports. */
    ExportStatusSink exportStatuses() {
        return writer.exportStatuses();
    }

    @Override
    public void accept(ServedView newest) {
        ViewContent content = newest.content();
        writer.publish(new View(cluster, 1, content.imports(), content.slices()), unreachable.get(), own.get());
        served = content;
    }

    /** Whether what was published last is what the control plane says, not what it said before a restart or before it went away. */
    private boolean isFresh() {
        return served == view.content() && !view.fromState() && isHeard(link.get(), clock.instant());
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

    WriterStatus status() {
        return writer.status();
    }

    @Override
    public void close() {
        writer.close();
    }
}
