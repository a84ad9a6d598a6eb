// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway;

import dev.hanse.discovery.RefusedImport;
import dev.hanse.discovery.WriterStatus;
import dev.hanse.discovery.consul.ConsulConfig;
import dev.hanse.discovery.consul.write.ConsulImportWriter;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.gateway.link.LinkStatus;
import dev.hanse.gateway.views.CurrentView;
import dev.hanse.gateway.views.ServedView;
import dev.hanse.gateway.views.ViewConsumer;
import dev.hanse.net.lifecycle.CloseStack;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** The view as services of the local Consul. Only a gateway that hears the control plane writes them, and only with what that said last. */
final class ConsulImports implements ViewConsumer, AutoCloseable {

    private final PublishedView published;
    private final Supplier<Set<ClusterId>> unreachable;
    private final ConsulImportWriter writer;

    /**
     * Where the configuration asks for it: takes the view from now on, and writes nothing before {@link #start}.
     *
     * @param unreachable clusters that no gateway of this one reaches
     * @param link to tell whether the control plane is heard
     * @param parts takes what is to be closed
     */
    static Optional<ConsulImports> open(
            Vertx vertx,
            GatewayConfig config,
            CurrentView view,
            Supplier<Set<ClusterId>> unreachable,
            Supplier<LinkStatus> link,
            InstantSource clock,
            RandomGenerator random,
            CloseStack parts) {
        Optional<ConsulImports> imports = config.sources()
                .consul()
                .filter(ConsulConfig::writeImports)
                .map(consul ->
                        parts.add(new ConsulImports(vertx, consul, config, view, unreachable, link, clock, random)));
        imports.ifPresent(writer -> view.serve("consul", Runtimes.alone(parts, "hanse-view-consul"), writer));
        return imports;
    }

    private ConsulImports(
            Vertx vertx,
            ConsulConfig consul,
            GatewayConfig gateway,
            CurrentView view,
            Supplier<Set<ClusterId>> unreachable,
            Supplier<LinkStatus> link,
            InstantSource clock,
            RandomGenerator random) {
        this.published = new PublishedView(gateway.cluster(), view, link, clock);
        this.unreachable = unreachable;
        this.writer =
                new ConsulImportWriter(vertx, consul, gateway.cluster(), gateway.name(), published::isFresh, random);
    }

    void start() {
        writer.start();
    }

    @Override
    public void accept(ServedView newest) {
        published.publish(newest, all -> writer.publish(all, unreachable.get()));
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
