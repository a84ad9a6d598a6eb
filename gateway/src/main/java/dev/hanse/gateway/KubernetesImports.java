// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway;

import dev.hanse.discovery.RefusedImport;
import dev.hanse.discovery.WriterStatus;
import dev.hanse.discovery.kubernetes.ExportStatusSink;
import dev.hanse.discovery.kubernetes.KubernetesConfig;
import dev.hanse.discovery.kubernetes.RegisteredCluster;
import dev.hanse.discovery.kubernetes.write.ImportWriter;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.ServiceAddress;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.SharedMap;
import dev.hanse.gateway.link.LinkStatus;
import dev.hanse.gateway.views.CurrentView;
import dev.hanse.gateway.views.ServedView;
import dev.hanse.gateway.views.ViewConsumer;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** The view to the cluster's own API. Neither DNS nor the tunnel knows of it, or waits for it. {@link #status} is for any thread. */
final class KubernetesImports implements ViewConsumer, AutoCloseable {

    private final PublishedView published;
    private final Supplier<Set<ClusterId>> unreachable;
    private final Supplier<Set<ServiceName>> own;
    private final ImportWriter writer;

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
        this.published = new PublishedView(registered.cluster(), view, link, clock);
        this.unreachable = unreachable;
        this.own = own;
        this.writer = new ImportWriter(config, registered, gateway, published::isFresh, random);
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
        published.publish(newest, all -> writer.publish(all, unreachable.get(), own.get()));
    }

    WriterStatus status() {
        return writer.status();
    }

    /** What of the imports is not written; any thread. */
    List<RefusedImport> refused() {
        return writer.refusedImports();
    }

    @Override
    public void close() {
        writer.close();
    }
}
