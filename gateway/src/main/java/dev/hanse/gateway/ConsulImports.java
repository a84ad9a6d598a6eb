// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway;

import dev.hanse.discovery.WriterStatus;
import dev.hanse.discovery.consul.ConsulConfig;
import dev.hanse.discovery.consul.write.ConsulImportWriter;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.View;
import dev.hanse.gateway.link.LinkStatus;
import dev.hanse.gateway.views.CurrentView;
import dev.hanse.gateway.views.ServedView;
import dev.hanse.gateway.views.ViewConsumer;
import dev.hanse.gateway.views.ViewContent;
import dev.hanse.net.lifecycle.CloseStack;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** The view as services of the local Consul. Only a gateway that hears the control plane writes them, and only with what that said last. */
final class ConsulImports implements ViewConsumer, AutoCloseable {

    private final ClusterId cluster;
    private final CurrentView view;
    private final Supplier<Set<ClusterId>> unreachable;
    private final Supplier<LinkStatus> link;
    private final InstantSource clock;
    private final ConsulImportWriter writer;
    private volatile ViewContent served = ViewContent.EMPTY;

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
        this.cluster = gateway.cluster();
        this.view = view;
        this.unreachable = unreachable;
        this.link = link;
        this.clock = clock;
        this.writer = new ConsulImportWriter(vertx, consul, cluster, gateway.name(), this::isFresh, random);
    }

    void start() {
        writer.start();
    }

    @Override
    public void accept(ServedView newest) {
        ViewContent content = newest.content();
        writer.publish(new View(cluster, 1, content.imports(), content.slices()), unreachable.get());
        served = content;
    }

    private boolean isFresh() {
        return served == view.content() && !view.fromState() && KubernetesImports.isHeard(link.get(), clock.instant());
    }

    WriterStatus status() {
        return writer.status();
    }

    @Override
    public void close() {
        writer.close();
    }
}
