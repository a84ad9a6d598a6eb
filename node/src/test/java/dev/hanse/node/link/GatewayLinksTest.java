// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.gateway.loop.ControlLoop;
import dev.hanse.gateway.loop.ThreadControlLoop;
import dev.hanse.net.testing.Eventually;
import dev.hanse.node.names.GatewayDns;
import dev.hanse.node.names.GatewayDns.State;
import dev.hanse.node.routes.GatewayView;
import dev.hanse.proto.v1.NodeRoutingGrpc;
import dev.hanse.proto.v1.NodeView;
import dev.hanse.proto.v1.WatchRequest;
import dev.hanse.proto.v1.WatchResponse;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Protects gateways that stop from nodes that come back while they do, and that those are told from others that are silent. */
final class GatewayLinksTest {

    private static final InetSocketAddress ONE = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 9482);
    private static final InetSocketAddress TWO = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.2"), 9482);

    private static final InetSocketAddress ONE_DNS = new InetSocketAddress(ONE.getAddress(), 9453);
    private static final State ANSWERS = State.ANSWERS;

    private final AtomicLong nanos = new AtomicLong();
    private final RecordingLoop loop = new RecordingLoop();
    private final List<Server> servers = new ArrayList<>();
    private final GatewayLinks links = new GatewayLinks(
            loop,
            address -> InProcessChannelBuilder.forName(address.getHostString()).build(),
            "node-1",
            "test",
            address -> address.equals(TWO.getAddress()),
            nanos::get,
            RandomGenerator.getDefault(),
            this::heard);
    private FakeGateway one = new FakeGateway("");
    private FakeGateway two = one;
    private volatile List<GatewayView> views = List.of();
    private volatile boolean settled = true;

    /** Routes and DNS lead elsewhere at once. */
    private void heard() {
        views = links.views();
        if (settled) {
            links.releaseLeaving();
        }
    }

    @AfterEach
    void stop() {
        loop.execute(links::stop);
        loop.close();
        servers.forEach(Server::shutdownNow);
    }

    @Test
    void oneThatStopsIsLetGoWhereThereIsAnotherAndAskedAgainAfterTwoSeconds() throws IOException {
        bothAreHeard();
        assertThat(loop.delays).isEmpty();
        one.say(true);
        Eventually.await("it is let go", () -> !loop.delays.isEmpty());
        assertThat(loop.delays.getFirst()).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
    }

    @Test
    void oneThatStopsIsNotLetGoBeforeNamesLeadElsewhere() throws IOException {
        bothAreHeard();
        settled = false;
        says(one, true);
        assertThat(states(100)).containsExactly(State.STOPS, ANSWERS);
        assertThat(loop.delays).isEmpty();
        loop.execute(links::releaseLeaving);
        assertThat(states(0)).containsExactly(State.STOPS, ANSWERS);
        assertThat(loop.delays).hasSize(1);
    }

    @Test
    void oneThatHasStoppedIsAwayUntilItIsBackWhateverNamesLeadToMeanwhile() throws IOException {
        bothAreHeard();
        assertThat(one.askedForVxlan).isFalse();
        assertThat(two.askedForVxlan).as("it is behind a router").isTrue();
        says(one, true);
        found(TWO);
        assertThat(states(100)).as("its pod is replaced").containsExactly(State.STOPS, ANSWERS);
        found(ONE, TWO);
        Eventually.await("it is back", () -> states(0).equals(List.of(ANSWERS, ANSWERS)));
    }

    @Test
    void oneThatHasStoppedForGoodIsForgottenAfterAMinute() throws IOException {
        bothAreHeard();
        settled = false;
        says(one, true);
        servers.getFirst().shutdownNow();
        Eventually.await("its end is heard", () -> views.size() == 1);
        says(two, false);
        nanos.addAndGet(Duration.ofSeconds(59).toNanos());
        found(TWO);
        assertThat(states(0)).containsExactly(State.STOPS, ANSWERS);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        found(TWO);
        assertThat(states(0)).containsExactly(ANSWERS);
    }

    @Test
    void oneThatFallsSilentIsSoUntilItIsHeardAgain() throws IOException {
        fallsSilent();
        assertThat(views)
                .as("routes take the other, and its stream goes on")
                .extracting(GatewayView::leaving)
                .containsExactly(true, false);
        assertThat(dnsAfter(400))
                .as("taken for dead, and its address is known")
                .contains(new GatewayDns(State.SILENT, Set.of(ONE_DNS)));
        says(two, false);
        Eventually.await("it is asked again and answers", () -> states(0).equals(List.of(ANSWERS, ANSWERS)));
    }

    @Test
    void anAddressThatNamesDoNotLeadToIsNotItsDns() throws IOException {
        bothAreHeard();
        assertThat(dnsAfter(0))
                .containsExactly(
                        new GatewayDns(ANSWERS, Set.of(ONE_DNS)),
                        new GatewayDns(ANSWERS, Set.of(new InetSocketAddress(TWO.getAddress(), 9453))));
    }

    @Test
    void oneThatSaysThatItStopsIsNotSilent() throws IOException {
        fallsSilent();
        says(one, true);
        assertThat(states(0)).containsExactly(State.STOPS, ANSWERS);
        servers.getFirst().shutdownNow();
        assertThat(states(400)).containsExactly(State.STOPS, ANSWERS);
    }

    @Test
    void oneWhoseStreamEndsWithoutAWordIsSilentAtOnce() throws IOException {
        bothAreHeard();
        servers.getFirst().shutdownNow();
        Eventually.await("its end is heard", () -> views.size() == 1);
        assertThat(states(0)).containsExactly(State.SILENT, ANSWERS);
    }

    @Test
    void oneThatNamesLeadToNoLongerIsForgotten() throws IOException {
        bothAreHeard();
        servers.getFirst().shutdownNow();
        Eventually.await("its end is heard", () -> views.size() == 1);
        found(TWO);
        assertThat(states(0)).containsExactly(ANSWERS);
    }

    @Test
    void nobodyIsSilentAnyMoreWhenAllEnds() throws IOException {
        fallsSilent();
        loop.execute(links::stop);
        assertThat(states(0)).isEmpty();
    }

    @Test
    void allAreNotTakenForSilentWhereThisProcessStoodStill() throws IOException {
        bothAreHeard();
        assertThat(pauses(800)).containsExactly(ANSWERS, ANSWERS);
    }

    @Test
    void aShortPauseBehindAWordMakesNobodySilent() throws IOException {
        bothAreHeard();
        assertThat(states(300)).containsExactly(ANSWERS, ANSWERS);
        assertThat(pauses(400)).containsExactly(ANSWERS, ANSWERS);
        says(one, false);
        says(two, false);
        assertThat(states(100)).containsExactly(ANSWERS, ANSWERS);
    }

    private void bothAreHeard() throws IOException {
        one = serve(ONE);
        two = serve(TWO);
        found(ONE, TWO);
        Eventually.await("both are heard", () -> views.size() == 2);
    }

    private void found(InetSocketAddress... gateways) {
        loop.execute(() -> links.found(List.of(gateways)));
    }

    /** The first of both, by a little more than two words. */
    private void fallsSilent() throws IOException {
        bothAreHeard();
        assertThat(states(400)).containsExactly(ANSWERS, ANSWERS);
        says(two, false);
        assertThat(states(200)).as("not yet").containsExactly(ANSWERS, ANSWERS);
        assertThat(states(100)).containsExactly(State.SILENT, ANSWERS);
        says(two, false);
    }

    /** Returns when it was heard. */
    private void says(FakeGateway gateway, boolean leaving) {
        List<GatewayView> before = views;
        gateway.say(leaving);
        Eventually.await("it is heard", () -> views != before);
    }

    private List<State> states(long millis) {
        return dnsAfter(millis).stream().map(GatewayDns::state).toList();
    }

    /** With a check every 100 ms. */
    private List<GatewayDns> dnsAfter(long millis) {
        for (long passed = 100; passed < millis; passed += 100) {
            step(100);
        }
        return step(Math.min(millis, 100));
    }

    /** Without one until the end. */
    private List<State> pauses(long millis) {
        return step(millis).stream().map(GatewayDns::state).toList();
    }

    private List<GatewayDns> step(long millis) {
        CompletableFuture<List<GatewayDns>> dns = new CompletableFuture<>();
        loop.execute(() -> {
            nanos.addAndGet(Duration.ofMillis(millis).toNanos());
            links.check();
            dns.complete(links.dns());
        });
        return dns.join();
    }

    private FakeGateway serve(InetSocketAddress address) throws IOException {
        FakeGateway gateway = new FakeGateway(address.getHostString());
        servers.add(InProcessServerBuilder.forName(address.getHostString())
                .directExecutor()
                .addService(gateway)
                .build()
                .start());
        return gateway;
    }

    private static final class FakeGateway extends NodeRoutingGrpc.NodeRoutingImplBase {

        private final String name;
        private final List<StreamObserver<WatchResponse>> nodes = new CopyOnWriteArrayList<>();
        private volatile boolean askedForVxlan;

        private FakeGateway(String name) {
            this.name = name;
        }

        @Override
        public void watch(WatchRequest request, StreamObserver<WatchResponse> node) {
            nodes.add(node);
            askedForVxlan = request.getVxlan();
            node.onNext(message(false));
        }

        private void say(boolean leaving) {
            nodes.forEach(node -> node.onNext(message(leaving)));
        }

        private WatchResponse message(boolean leaving) {
            return WatchResponse.newBuilder()
                    .setView(NodeView.newBuilder()
                            .setCluster("east")
                            .setGateway(name)
                            .setKnown(true)
                            .addDnsAddresses(name + ":9453")
                            .addDnsAddresses("192.0.2.53:53")
                            .setLeaving(leaving))
                    .build();
        }
    }

    /** Keeps how long each timer waits. */
    private static final class RecordingLoop implements ControlLoop, AutoCloseable {

        private final ThreadControlLoop loop = new ThreadControlLoop("test-links");
        private final List<Duration> delays = new CopyOnWriteArrayList<>();

        @Override
        public void execute(Runnable task) {
            loop.execute(task);
        }

        @Override
        public Timer schedule(Duration delay, Runnable task) {
            delays.add(delay);
            return loop.schedule(delay, task);
        }

        @Override
        public void close() {
            loop.close();
        }
    }
}
