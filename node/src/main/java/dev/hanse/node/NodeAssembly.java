// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node;

import dev.hanse.discovery.kubernetes.write.NodeEvents;
import dev.hanse.discovery.kubernetes.write.NodeFinding;
import dev.hanse.gateway.checks.Programs;
import dev.hanse.gateway.loop.ControlLoop;
import dev.hanse.gateway.loop.ThreadControlLoop;
import dev.hanse.gateway.status.SoftwareVersion;
import dev.hanse.gateway.storage.DataDirectory;
import dev.hanse.gateway.tables.KeptTable;
import dev.hanse.gateway.tls.CredentialFiles;
import dev.hanse.net.lifecycle.CloseStack;
import dev.hanse.net.linux.Netfilter;
import dev.hanse.net.linux.conntrack.TrackedFlows;
import dev.hanse.node.link.GatewayLinks;
import dev.hanse.node.link.GatewayNames;
import dev.hanse.node.link.NodeChannels;
import dev.hanse.node.names.RedirectionKeeper;
import dev.hanse.node.routes.Finding;
import dev.hanse.node.routes.KernelRoutes;
import dev.hanse.node.routes.KernelVxlan;
import dev.hanse.node.routes.RouteKeeper;
import dev.hanse.node.source.SourceKeeper;
import dev.hanse.node.status.NodeStatus;
import dev.hanse.node.status.StatusServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Puts a node together, every part in the order in which it needs those before it. What was started is closed in reverse. Used once; blocks. */
final class NodeAssembly {

    static final String SOURCE_FILE = "source.nft";

    static final String DNS_FILE = "dns.nft";

    private static final Duration NAMES = Duration.ofSeconds(10);
    private static final Duration TELL = Duration.ofSeconds(1);
    private static final Duration EVENTS = Duration.ofSeconds(5);
    private static final Duration SETTLED = Duration.ofSeconds(30);
    private static final Duration COLLECT = Duration.ofMinutes(10);
    private static final Duration FILES = Duration.ofSeconds(10);

    /** Who says it, in Events. */
    private static final String CONTROLLER = "node.hanse.dev";

    private final NodeConfig config;
    private final CloseStack parts;
    private final CredentialFiles credentials;
    private final DataDirectory directory;
    private final RouteKeeper routes;
    private final HostFindings host;
    private final RedirectionKeeper redirections;
    private final ThreadControlLoop loop;
    private final ThreadControlLoop slow;
    private final ThreadControlLoop names;

    NodeAssembly(NodeConfig config, CloseStack parts) throws IOException {
        this.config = config;
        this.parts = parts;
        this.credentials = CredentialFiles.open(config.credentials(), Clock.systemUTC());
        this.directory = parts.add(DataDirectory.open(config.dataDir()));
        // Closed after the loop, which uses both until its end.
        this.routes = parts.add(
                new RouteKeeper(KernelRoutes.open(), new KernelVxlan(config.vxlanDevice()), System::nanoTime));
        this.host = parts.add(new HostFindings());
        this.redirections = parts.add(new RedirectionKeeper(
                Programs.system(),
                () -> new Netfilter().generation(),
                directory.resolve(DNS_FILE),
                TrackedFlows::forget,
                System::nanoTime));
        this.slow = parts.add(new ThreadControlLoop("hanse-source"));
        this.names = parts.add(new ThreadControlLoop("hanse-names"));
        this.loop = parts.add(new ThreadControlLoop("hanse-node"));
    }

    Node assemble() throws IOException {
        SourceKeeper source = new SourceKeeper(
                Programs.system(),
                () -> new Netfilter().generation(),
                directory.resolve(SOURCE_FILE),
                System::nanoTime);
        SavedRoutes saved = new SavedRoutes(directory.resolve(SavedRoutes.FILE), Clock.systemUTC());
        Routing routing = new Routing(loop, slow, routes, source, saved, config.vxlanDevice());
        Redirecting redirecting = new Redirecting(config.name(), slow::execute, redirections::want, loop::execute);
        GatewayLinks links = links(routing, redirecting);
        redirecting.onSettled(links::releaseLeaving);
        NodeSource status = new NodeSource(config, links, routing, routes, source, redirections, host);
        StatusServer server = parts.add(StatusServer.start(config.statusListen(), status::status));

        saved.read()
                .ifPresentOrElse(before -> loop.execute(() -> routing.restore(before)), () -> begin(routing, source));
        ToldFindings told = new ToldFindings();
        repeat(loop, GatewayLinks.INTERVAL, () -> {
            links.check();
            redirecting.look(links.dns());
        });
        repeat(loop, RouteKeeper.INTERVAL, routes::check);
        repeat(loop, TELL, () -> {
            routing.check();
            host.watch(
                    routes.state().devices(),
                    routing.wanted().pods(),
                    !routing.wanted().vxlan().isEmpty());
            told.tell(status.own());
        });
        repeat(slow, KeptTable.INTERVAL, source::check);
        repeat(slow, KeptTable.INTERVAL, redirections::check);
        repeat(slow, FILES, () -> {
            saved.retry();
            // Warns of their end, too.
            credentials.current();
        });
        // The serial collector gives memory back only when it collects all, and a node that idles never has to.
        slow.schedule(SETTLED, () -> repeat(slow, COLLECT, System::gc));
        tellEvents(status);
        look(links);
        parts.add(() -> loop.execute(links::stop));
        return new Node(parts, status::status, server.address());
    }

    /** Asked before anything else has the table. */
    private void begin(Routing routing, SourceKeeper source) {
        loop.execute(routing::hold);
        TableOfBefore before = new TableOfBefore(
                slow, () -> source.closes(config.vxlanDevice()), closed -> loop.execute(() -> routing.begin(closed)));
        slow.execute(before::ask);
    }

    private GatewayLinks links(Routing routing, Redirecting redirecting) {
        NodeChannels channels = parts.add(new NodeChannels(credentials));
        // Both need each other: who hears calls who merges, who merges asks all that are heard.
        GatewayLinks[] links = new GatewayLinks[1];
        links[0] = new GatewayLinks(
                loop,
                channels,
                config.name(),
                SoftwareVersion.current(),
                routes::isRouted,
                System::nanoTime,
                new SecureRandom(),
                () -> {
                    // First, since routes are written down on this thread, which waits for the disk.
                    redirecting.look(links[0].dns());
                    routing.onViews(links[0].views());
                    redirecting.settle();
                });
        return links[0];
    }

    /** Again and again, since Events are forgotten after an hour. */
    private void tellEvents(NodeSource status) {
        if (config.kubernetesEvents()) {
            NodeEvents events = parts.add(NodeEvents.inPod(config.name(), CONTROLLER, config.name()));
            repeat(
                    loop,
                    EVENTS,
                    () -> events.tell(status.findings().stream()
                            .filter(Finding::warning)
                            .map(each -> new NodeFinding(each.code(), each.text(), each.remedy()))
                            .toList()));
        }
    }

    private void look(GatewayLinks links) {
        GatewayNames where = new GatewayNames(config.gateways());
        repeat(names, NAMES, () -> {
            List<InetSocketAddress> found = where.resolve();
            loop.execute(() -> links.found(found));
        });
    }

    private static void repeat(ControlLoop thread, Duration every, Runnable task) {
        thread.execute(() -> {
            try {
                task.run();
            } finally {
                thread.schedule(every, () -> repeat(thread, every, task));
            }
        });
    }

    /** What a node shows. Any thread. */
    private record NodeSource(
            NodeConfig config,
            GatewayLinks links,
            Routing routing,
            RouteKeeper routes,
            SourceKeeper source,
            RedirectionKeeper redirections,
            HostFindings host) {

        private NodeStatus status() {
            return new NodeStatus(
                    config.name(),
                    SoftwareVersion.current(),
                    links.heard(),
                    routing.wanted(),
                    routes.state(),
                    redirections.redirection(),
                    findings());
        }

        private List<Finding> findings() {
            List<Finding> findings = new ArrayList<>(own());
            findings.addAll(host.findings());
            return findings;
        }

        /** Those that nobody else has told. */
        private List<Finding> own() {
            List<Finding> findings = new ArrayList<>(routes.state().findings());
            findings.addAll(source.findings());
            findings.addAll(redirections.findings());
            return findings;
        }
    }
}
