// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway;

import dev.hanse.discovery.kubernetes.write.NodeEvents;
import dev.hanse.discovery.kubernetes.write.NodeFinding;
import dev.hanse.gateway.checks.Finding;
import dev.hanse.gateway.checks.HostWatch;
import dev.hanse.gateway.checks.Programs;
import dev.hanse.gateway.loop.ThreadControlLoop;
import dev.hanse.gateway.transit.Transit;
import dev.hanse.gateway.views.CurrentView;
import dev.hanse.net.lifecycle.CloseStack;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What this host's kernel does to pod packets: what is kept of it as it has to be, and what is looked at. Any thread. */
final class HostRules {

    /** Who says it, in Events. */
    private static final String CONTROLLER = "gateway.hanse.dev";

    private static final Duration EVENTS = Duration.ofSeconds(5);

    private final HostWatch watch;
    private final Optional<Transit> transit;

    private HostRules(HostWatch watch, Optional<Transit> transit) {
        this.watch = watch;
        this.transit = transit;
    }

    /**
     * Of a gateway with a tunnel; nothing of one without. Keeps what has to be kept from the first view on, takes away at once what must not be there, and looks from {@link #start} on.
     *
     * @param file where the text of the table of nftables is put
     * @param parts takes what is to be closed
     * @throws IOException if the kernel does not tell of its routes
     */
    static HostRules open(GatewayConfig config, Edges.Hosts hosts, Path file, CurrentView view, CloseStack parts)
            throws IOException {
        HostWatch watch = parts.add(config.tunnel()
                .map(announced ->
                        hosts.watch(announced.endpoint().device(), config.podPrefixes(), announced.untrackTransit()))
                .orElseGet(HostWatch::none));
        return new HostRules(watch, transit(config, file, view, parts));
    }

    private static Optional<Transit> transit(GatewayConfig config, Path file, CurrentView view, CloseStack parts)
            throws IOException {
        if (config.tunnel().isEmpty()) {
            return Optional.empty();
        }
        AnnouncedTunnel announced = config.tunnel().get();
        String device = announced.endpoint().device();
        if (!announced.untrackTransit()) {
            Transit.remove(Programs.system(), device);
            return Optional.empty();
        }
        ThreadControlLoop thread = parts.add(new ThreadControlLoop("hanse-transit"));
        Transit transit = parts.add(Transit.ofHost(thread, device, config.podPrefixes(), file));
        view.serve("transit", thread, transit);
        return Optional.of(transit);
    }

    /**
     * Begins to look.
     *
     * @param listener hears of each change, on the thread that looks
     */
    void start(Runnable listener) {
        transit.ifPresent(each -> each.listen(listener));
        watch.start(listener);
    }

    /** Where the configuration names the Node that this host is: its Events say what is wrong. Again and again, since Events are forgotten after an hour. */
    void tellEvents(GatewayConfig config, Vertx vertx, CloseStack parts) {
        config.sources().kubernetes().filter(each -> each.node().isPresent()).ifPresent(kubernetes -> {
            NodeEvents events =
                    parts.add(NodeEvents.of(kubernetes, kubernetes.node().orElseThrow(), CONTROLLER, config.name()));
            vertx.setPeriodic(
                    EVENTS.toMillis(),
                    _ -> events.tell(findings().stream()
                            .filter(each -> each.code().isWarning())
                            .map(each -> new NodeFinding(each.code().name(), each.text(), each.remedy()))
                            .toList()));
        });
    }

    /** What was found by the last look, and what cannot be kept. */
    List<Finding> findings() {
        return Stream.concat(watch.findings().stream(), transit.stream().flatMap(each -> each.findings().stream()))
                .toList();
    }
}
