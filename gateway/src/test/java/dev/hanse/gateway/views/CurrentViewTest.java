// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.views;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.gateway.paths.PathWatch;
import dev.hanse.gateway.testing.FakeDns;
import dev.hanse.gateway.testing.FakeTunnel;
import dev.hanse.gateway.testing.Items;
import dev.hanse.gateway.testing.ManualLoop;
import dev.hanse.net.testing.ManualClock;
import dev.hanse.proto.v1.Position;
import dev.hanse.proto.v1.ViewDelta;
import dev.hanse.proto.v1.ViewItem;
import dev.hanse.tunnel.peer.PeerId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Protects what DNS and the tunnel are told of a view, and that a dead path changes the answers at once. */
class CurrentViewTest {

    private static final PeerId WEST = new PeerId("west", "gw-1");

    private final ManualClock clock = new ManualClock();
    private final ManualLoop loop = new ManualLoop(clock);
    private final FakeDns dns = new FakeDns();
    private final AtomicInteger reports = new AtomicInteger();
    private final PathWatch paths = new PathWatch(loop, clock, new ClusterId("east"));
    private final CurrentView view = new CurrentView(loop, paths, clock);
    private final DnsConsumer answers = new DnsConsumer(new ClusterId("east"), clock, dns);
    private final FakeTunnel tunnel = new FakeTunnel(clock, paths::onPath);

    @BeforeEach
    void start() {
        view.serve("dns", loop, answers);
        view.serve("tunnel", loop, new TunnelConsumer(tunnel));
        paths.listen(view::onReach, reports::incrementAndGet);
        paths.start(tunnel::paths);
        loop.run();
    }

    private static ViewContent content(ViewItem... items) {
        ViewAssembler assembler = new ViewAssembler(new ViewRules(new ClusterId("east"), List.of()));
        assembler.apply(ViewDelta.newBuilder()
                .setPosition(Position.newBuilder().setEpoch("e").setVersion(1))
                .setSnapshotBegin(true)
                .addAllUpserts(List.of(items))
                .build());
        return assembler.content();
    }

    private void give(ViewItem... items) {
        view.onContent(content(items), false);
        loop.run();
    }

    @Test
    void publishesNothingBeforeTheFirstContent() {
        assertThat(dns.published()).isEmpty();
        assertThat(answers.served().isPresent()).isFalse();
    }

    @Test
    void emptyContentIsServedToo() {
        give();

        assertThat(dns.published()).hasSize(1);
        assertThat(answers.served().isPresent()).isTrue();
    }

    @Test
    void versionGrowsWithEachPublication() {
        give();
        give(Items.serviceImport("web", "west"));

        assertThat(dns.published().get(1).view().version())
                .isGreaterThan(dns.published().get(0).view().version());
    }

    @Test
    void contentsThatFollowCloselyArePublishedAsOne() {
        view.onContent(content(), false);
        view.onContent(content(Items.serviceImport("web", "west")), false);
        loop.run();

        assertThat(dns.published()).hasSize(1);
        assertThat(dns.published().getFirst().view().imports()).hasSize(1);
    }

    @Test
    void peersReachTheTunnel() {
        give(Items.peer("west", "gw-1", "10.20.0.0/16"));

        assertThat(tunnel.peers())
                .singleElement()
                .satisfies(peer -> assertThat(peer.id()).isEqualTo(WEST));
    }

    @Test
    void deadPathWithdrawsTheClusterAtOnceAndIsReported() {
        give(Items.peer("west", "gw-1", "10.20.0.0/16"), Items.serviceImport("web", "west"));

        tunnel.path(WEST, false);
        loop.run();
        assertThat(dns.published().getLast().unreachable()).containsExactly(new ClusterId("west"));
        assertThat(reports.get()).isPositive();

        tunnel.path(WEST, true);
        loop.run();
        assertThat(dns.published().getLast().unreachable()).isEmpty();
    }

    @Test
    void contentFromStateIsMarkedUntilConfirmed() {
        view.onContent(content(), true);
        loop.run();
        assertThat(view.fromState()).isTrue();

        view.onConfirmed();
        assertThat(view.fromState()).isFalse();
    }

    @Test
    void stoppedWatchLeavesNoTimer() {
        paths.stop();
        loop.run();

        assertThat(loop.timers()).isZero();
    }

    @Test
    void consumerThatComesLaterIsGivenWhatIsServedAtOnce() {
        List<ServedView> later = new ArrayList<>();
        view.serve("early", loop, later::add);
        loop.run();
        assertThat(later).as("nothing is known yet").isEmpty();

        give(Items.peer("west", "gw-1", "10.20.0.0/16"));
        view.serve("later", loop, later::add);
        loop.run();
        assertThat(later).hasSize(2);
        assertThat(later.getLast().content().peers()).containsOnlyKeys(WEST);
    }

    @Test
    void consumerThatFailsIsShownAndKeepsNothingFromTheOthers() {
        view.serve("broken", loop, newest -> {
            throw new IllegalStateException("of no use");
        });
        give(Items.peer("west", "gw-1", "10.20.0.0/16"));

        assertThat(view.failures())
                .containsExactly(
                        "view: broken does not serve the newest one: " + "java.lang.IllegalStateException: of no use");
        assertThat(dns.published()).hasSize(1);
        assertThat(tunnel.peers()).hasSize(1);
    }

    @Test
    void consumerThatIsBusyHoldsUpNoOther() {
        Deque<Runnable> busy = new ArrayDeque<>();
        List<ServedView> slow = new ArrayList<>();
        view.serve("slow", busy::add, slow::add);
        give(Items.peer("west", "gw-1", "10.20.0.0/16"));
        give();
        tunnel.path(WEST, false);
        give(Items.serviceImport("web", "west"));
        assertThat(dns.published()).hasSize(3);
        assertThat(tunnel.peers()).isEmpty();

        for (Runnable turn = busy.poll(); turn != null; turn = busy.poll()) {
            turn.run();
            loop.run();
        }
        assertThat(slow).as("the one under way, and the newest").hasSize(2);
        assertThat(slow.getLast().content().imports()).hasSize(1);
    }
}
