// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.model.SharedMap;
import dev.hanse.gateway.loop.ThreadControlLoop;
import dev.hanse.gateway.nodes.NodePort;
import dev.hanse.gateway.nodes.NodesConfig;
import dev.hanse.gateway.nodes.RoutedNodes;
import dev.hanse.gateway.nodes.VxlanConfig;
import dev.hanse.gateway.paths.PathStatus;
import dev.hanse.gateway.tls.CredentialFiles;
import dev.hanse.gateway.views.ViewContent;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.keys.TunnelPublicKey;
import dev.hanse.net.testing.Eventually;
import dev.hanse.node.link.GatewayLinks;
import dev.hanse.node.link.NodeChannels;
import dev.hanse.node.routes.GatewayView;
import dev.hanse.node.routes.VxlanEnd;
import dev.hanse.tunnel.health.PathState;
import dev.hanse.tunnel.peer.PeerConfig;
import dev.hanse.tunnel.peer.PeerId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects the contract between gateways and nodes, over real TLS on loopback: what a node hears, when it takes a gateway for dead, and whom neither accepts. */
final class NodeRoutingTest {

    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final InetSocketAddress DNS = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 9453);
    private static final PeerId PEER = new PeerId("west", "gw-1");

    @TempDir
    private Path folder;

    private final ThreadControlLoop loop = new ThreadControlLoop("test-node");
    private volatile ViewContent content = ViewContent.EMPTY;
    private volatile PathStatus paths = new PathStatus(Set.of(), Set.of(), List.of(), false);
    private volatile boolean fromState = true;
    private volatile RoutedNodes.Answer answer = new RoutedNodes.Answer.Unasked();
    private volatile boolean routed;
    private volatile List<GatewayView> views = List.of();
    private Optional<NodePort> port = Optional.empty();
    private Optional<NodeChannels> channels = Optional.empty();
    private Optional<GatewayLinks> links = Optional.empty();

    @AfterEach
    void stop() {
        links.ifPresent(each -> loop.execute(each::stop));
        loop.close();
        port.ifPresent(NodePort::close);
        channels.ifPresent(NodeChannels::close);
    }

    private Path made(String name) throws IOException {
        Path directory = folder.resolve(name);
        new CredentialDirectories(directory, new SecureRandom()).create(Instant.now());
        return directory;
    }

    private void serve(Path credentials) throws IOException {
        NodePort.Told told = new NodePort.Told(
                "east",
                "gw-1",
                List.of(IpPrefix.parse("10.1.0.0/16")),
                List.of(),
                List.of(new InetSocketAddress(LOOPBACK, 53), DNS),
                () -> content,
                () -> paths,
                () -> fromState,
                (_, _) -> answer);
        port = Optional.of(NodePort.start(
                new NodesConfig(new InetSocketAddress(LOOPBACK, 0), credentials, List.of(), VxlanConfig.DEFAULT),
                told,
                InstantSource.system()));
    }

    private void watch(Path credentials) throws IOException {
        NodeChannels opened = new NodeChannels(CredentialFiles.open(credentials, InstantSource.system()));
        channels = Optional.of(opened);
        GatewayLinks[] all = new GatewayLinks[1];
        all[0] = new GatewayLinks(
                loop,
                opened,
                "node-1",
                "test",
                _ -> routed,
                System::nanoTime,
                new SecureRandom(),
                () -> views = all[0].views());
        links = Optional.of(all[0]);
        InetSocketAddress gateway =
                new InetSocketAddress(LOOPBACK, port.orElseThrow().port());
        loop.execute(() -> all[0].found(List.of(gateway)));
        tick(all[0]);
    }

    private void tick(GatewayLinks all) {
        all.check();
        loop.schedule(GatewayLinks.INTERVAL, () -> tick(all));
    }

    private void path(boolean up) {
        PathState state = new PathState(PEER, up, Duration.ZERO, Instant.EPOCH, 1, 1_400);
        paths = new PathStatus(Set.of(), Set.of(), List.of(state), false);
    }

    private void view() {
        PeerConfig peer = new PeerConfig(
                PEER,
                TunnelPublicKey.of(new byte[32]),
                Optional.empty(),
                List.of(),
                List.of(IpPrefix.parse("10.2.0.0/16")),
                Set.of(),
                true);
        content = new ViewContent(SharedMap.empty(), SharedMap.empty(), Map.of(PEER, peer), SharedMap.empty());
    }

    /** On a machine of which other tests leave little the gateway may be silent for a second, and the list empty. */
    private boolean says(Predicate<GatewayView> what) {
        return views.stream().anyMatch(what);
    }

    private boolean reaches(GatewayView.Reach reach) {
        return says(view ->
                view.remotes().stream().map(GatewayView.Remote::reach).toList().equals(List.of(reach)));
    }

    @Test
    void aNodeHearsTheViewEachChangeAndTheEnd() throws IOException, InterruptedException {
        Path made = made("all");
        serve(made.resolve("gateway"));
        watch(made.resolve("node"));
        Eventually.await(
                "a first view", () -> says(view -> !view.known() && view.hops().contains(LOOPBACK)));
        view();
        Eventually.await("a view with west", () -> says(GatewayView::known) && reaches(GatewayView.Reach.AVOID));
        assertThat(says(GatewayView::confirmed)).isFalse();
        assertThat(says(view -> view.dns().equals(List.of(DNS)))).isTrue();
        fromState = false;
        Eventually.await("it is confirmed", () -> says(GatewayView::confirmed));
        path(true);
        Eventually.await("its path is up", () -> reaches(GatewayView.Reach.UP));
        path(false);
        Eventually.await("its path is down", () -> reaches(GatewayView.Reach.DOWN));
        port.orElseThrow().leave();
        Eventually.await("it leaves", () -> says(GatewayView::leaving));
        port.orElseThrow().close();
        Eventually.await("it is gone", () -> views.isEmpty());
    }

    @Test
    void aNodeBehindARouterHearsHowItsPacketsAreTaken() throws IOException {
        routed = true;
        answer = new RoutedNodes.Answer.Open(9_484, 7);
        Path made = made("all");
        serve(made.resolve("gateway"));
        watch(made.resolve("node"));
        VxlanEnd open = new VxlanEnd(LOOPBACK, 9_484, 7, "");
        Eventually.await("it is told", () -> says(view -> view.vxlan().equals(Optional.of(open))));
        answer = new RoutedNodes.Answer.Refused("the port is taken");
        VxlanEnd refused = new VxlanEnd(LOOPBACK, 0, 0, "the port is taken");
        Eventually.await("it is told why not", () -> says(view -> view.vxlan().equals(Optional.of(refused))));
    }

    @Test
    void strangersAndTheWrongSideAreRefusedWithAReason() throws IOException {
        Path made = made("all");
        serve(made.resolve("gateway"));
        watch(made("others").resolve("node"));
        Eventually.await(
                "a refusal",
                () -> links.orElseThrow().heard().stream()
                        .anyMatch(each -> each.trouble().contains("is not of the node authority in ca.crt")));
        assertThat(views).isEmpty();
    }

    @Test
    void aNodeCannotPlayAGateway() throws IOException {
        Path made = made("all");
        serve(made.resolve("node"));
        watch(made.resolve("node"));
        Eventually.await(
                "a refusal",
                () -> links.orElseThrow().heard().stream()
                        .anyMatch(each -> each.trouble().contains("not made for that side")));
    }

    @Test
    void aGatewayCannotPlayANode() throws IOException {
        Path made = made("all");
        serve(made.resolve("gateway"));
        watch(made.resolve("gateway"));
        Eventually.await(
                "a refusal",
                () -> links.orElseThrow().heard().stream()
                        .anyMatch(each -> each.trouble().contains("refuses this node's certificate")));
        assertThat(views).isEmpty();
    }
}
