// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.contract.ItemKeys;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.gateway.exports.ExportPublisher;
import dev.hanse.gateway.exports.RefusedExport;
import dev.hanse.gateway.exports.RefusedExports;
import dev.hanse.gateway.paths.PathWatch;
import dev.hanse.gateway.rpc.ControlPlaneAddress;
import dev.hanse.gateway.testing.FakeControlPlane;
import dev.hanse.gateway.testing.FakeSource;
import dev.hanse.gateway.testing.Items;
import dev.hanse.gateway.testing.ManualLoop;
import dev.hanse.gateway.views.CurrentView;
import dev.hanse.gateway.views.OwnPrefixes;
import dev.hanse.gateway.views.ReceivedView;
import dev.hanse.gateway.views.SavedView;
import dev.hanse.net.testing.ManualClock;
import dev.hanse.net.time.Backoff;
import dev.hanse.proto.v1.ClusterReach;
import dev.hanse.proto.v1.DeltaAck;
import dev.hanse.proto.v1.ExchangeRequest;
import dev.hanse.proto.v1.ExchangeRequest.MessageCase;
import dev.hanse.proto.v1.ExchangeResponse;
import dev.hanse.proto.v1.ExportDelta;
import dev.hanse.proto.v1.Heartbeat;
import dev.hanse.proto.v1.Hello;
import dev.hanse.proto.v1.ItemRefusal;
import dev.hanse.proto.v1.PathReport;
import dev.hanse.proto.v1.Position;
import dev.hanse.proto.v1.RefusedWrite;
import dev.hanse.proto.v1.ViewDelta;
import dev.hanse.proto.v1.Welcome;
import dev.hanse.proto.v1.WriteReport;
import dev.hanse.tunnel.health.PathState;
import dev.hanse.tunnel.peer.PeerId;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects the order of the exchange, and what the link does when the other end is silent, rude or gone. */
class ExchangeLinkTest {

    private final ManualClock clock = new ManualClock();
    private final ManualLoop loop = new ManualLoop(clock);
    private final FakeControlPlane controlPlane = new FakeControlPlane();
    private final PathWatch paths = new PathWatch(loop, clock, new ClusterId("east"));
    private final CurrentView current = new CurrentView(loop, paths, clock);
    private final RefusedExports refused = new RefusedExports(System::nanoTime);
    private final List<List<ControlPlaneAddress>> learned = new ArrayList<>();
    private final AddressRing ring = new AddressRing(
            List.of(new ControlPlaneAddress("cp-1", 9443), new ControlPlaneAddress("cp-2", 9443)), learned::add);
    private WriteReport unwritten = WriteReport.getDefaultInstance();
    private int epochs;
    private int views;

    @TempDir
    Path directory;

    private ExchangeLink link;

    @BeforeEach
    void start() {
        link = new ExchangeLink(
                new LinkRuntime(
                        loop,
                        clock,
                        controlPlane.channels(),
                        new Backoff(Duration.ofMillis(250), Duration.ofSeconds(8), new Random(1))),
                ring,
                new Introduction("test", OwnTunnel.NONE),
                new LinkContents(
                        new ExportPublisher(() -> "epoch-" + ++epochs),
                        refused,
                        new ReceivedView(
                                loop,
                                Runnable::run,
                                new OwnPrefixes(new ClusterId("east"), List.of()),
                                new SavedView(directory.resolve("view.state"), clock),
                                current),
                        PathReport::getDefaultInstance,
                        () -> unwritten,
                        new OthersReach(paths::onWelcome, paths::onOthers, paths::onDisconnect)));
        current.serve("test", loop, view -> views++);
        link.start();
        loop.run();
    }

    @AfterEach
    void close() {
        link.close();
        controlPlane.close();
    }

    private void welcome(boolean viewResumed, boolean exportsResumed) {
        controlPlane.welcome(viewResumed, exportsResumed);
        loop.run();
    }

    private void view(long version, boolean snapshot) {
        controlPlane.say(ExchangeResponse.newBuilder()
                .setViewDelta(ViewDelta.newBuilder()
                        .setPosition(Position.newBuilder().setEpoch("v").setVersion(version))
                        .setSnapshotBegin(snapshot)
                        .addUpserts(Items.serviceImport("web", "west"))));
        loop.run();
    }

    private void acknowledge(ExportDelta delta, ItemRefusal... refusals) {
        controlPlane.say(ExchangeResponse.newBuilder()
                .setExportAck(
                        DeltaAck.newBuilder().setPosition(delta.getPosition()).addAllRefusals(List.of(refusals))));
        loop.run();
    }

    private ExportDelta lastDelta() {
        return controlPlane.received(MessageCase.EXPORT_DELTA).getLast().getExportDelta();
    }

    private Hello lastHello() {
        return controlPlane.received(MessageCase.HELLO).getLast().getHello();
    }

    /** Until the next stream is open. */
    private void reconnect() {
        int before = controlPlane.streams();
        for (int i = 0; i < 20 && controlPlane.streams() == before; i++) {
            loop.advance(Duration.ofSeconds(1));
        }
        assertThat(controlPlane.streams()).isEqualTo(before + 1);
    }

    @Test
    void saysHelloAndNothingElseBeforeWelcome() {
        link.export(FakeSource.read("10.10.0.1", "shop/web"));
        loop.advance(Duration.ofSeconds(3));

        assertThat(controlPlane.received()).hasSize(1);
        assertThat(lastHello().getSoftwareVersion()).isEqualTo("test");
        assertThat(link.status().state()).isEqualTo(LinkState.CONNECTING);
    }

    @Test
    void exportsASnapshotAfterWelcome() {
        welcome(false, false);
        link.export(FakeSource.read("10.10.0.1", "shop/web"));

        assertThat(link.status().state()).isEqualTo(LinkState.UP);
        assertThat(lastDelta().getSnapshotBegin()).isTrue();
        assertThat(lastDelta().getUpsertsCount()).isEqualTo(2);
    }

    @Test
    void acknowledgesEveryViewDelta() {
        welcome(false, false);
        view(1, true);
        view(3, false);

        assertThat(controlPlane.received(MessageCase.VIEW_ACK)).hasSize(2);
        assertThat(views).isEqualTo(2);
    }

    @Test
    void resumesBehindWhatItHas() {
        welcome(false, false);
        view(7, true);
        link.export(FakeSource.read("10.10.0.1", "shop/web"));
        acknowledge(lastDelta());
        controlPlane.end(Status.UNAVAILABLE, "SHUTTING_DOWN");
        loop.run();
        reconnect();

        assertThat(lastHello().getViewPosition().getVersion()).isEqualTo(7);
        assertThat(lastHello().getExportPosition().getEpoch()).isEqualTo("epoch-1");
        welcome(true, true);
        view(8, false);
        assertThat(views).isEqualTo(2);
        assertThat(controlPlane.received(MessageCase.EXPORT_DELTA)).hasSize(1);
        assertThat(link.status().connects()).isEqualTo(2);
    }

    @Test
    void asksForASnapshotAfterAGap() {
        welcome(false, false);
        view(7, true);
        view(7, false);
        assertThat(link.status().reason()).contains("does not follow");
        reconnect();

        assertThat(lastHello().getViewPosition()).isEqualTo(Position.getDefaultInstance());
        assertThat(current.content().imports()).hasSize(1);
    }

    @Test
    void sendsHeartbeatsAndPathReports() {
        welcome(false, false);
        heardFor(21);

        assertThat(controlPlane.received(MessageCase.HEARTBEAT)).hasSizeBetween(20, 21);
        assertThat(controlPlane.received(MessageCase.PATH_REPORT)).hasSize(3);
        assertThat(link.status().state()).isEqualTo(LinkState.UP);
    }

    private void heardFor(int seconds) {
        for (int second = 0; second < seconds; second++) {
            loop.advance(Duration.ofSeconds(1));
            controlPlane.say(ExchangeResponse.newBuilder().setHeartbeat(Heartbeat.getDefaultInstance()));
        }
        loop.run();
    }

    @Test
    void whatCannotBeWrittenIsToldWhereItChangesAndOnEachStream() {
        welcome(false, false);
        heardFor(3);
        assertThat(controlPlane.received(MessageCase.WRITE_REPORT)).isEmpty();

        unwritten = WriteReport.newBuilder()
                .addRefused(RefusedWrite.newBuilder().setText("no room"))
                .build();
        heardFor(6);
        assertThat(controlPlane.received(MessageCase.WRITE_REPORT))
                .extracting(ExchangeRequest::getWriteReport)
                .containsExactly(unwritten);

        controlPlane.end(Status.UNAVAILABLE, "SHUTTING_DOWN");
        loop.run();
        reconnect();
        welcome(false, false);
        assertThat(controlPlane.received(MessageCase.WRITE_REPORT)).hasSize(2);
        unwritten = WriteReport.getDefaultInstance();
        heardFor(3);
        assertThat(controlPlane.received(MessageCase.WRITE_REPORT))
                .last()
                .extracting(ExchangeRequest::getWriteReport)
                .isEqualTo(unwritten);
    }

    @Test
    void whatOtherGatewaysReachIsGivenOnAndUnknownWithoutALink() {
        PeerId west = new PeerId("west", "gw-1");
        ClusterId cluster = new ClusterId("west");
        paths.peers(Set.of(west));
        paths.onPath(new PathState(west, false, Duration.ZERO, clock.instant(), 1));
        controlPlane.say(ExchangeResponse.newBuilder()
                .setWelcome(Welcome.newBuilder()
                        .setHeartbeatMillis(5000)
                        .setLeaseMillis(15000)
                        .setClusterReach(true)));
        loop.run();
        assertThat(paths.status().unreachableByAll()).isEmpty();

        controlPlane.say(ExchangeResponse.newBuilder().setClusterReach(ClusterReach.getDefaultInstance()));
        loop.run();
        assertThat(paths.status().unreachableByAll()).containsExactly(cluster);
        loop.advance(Duration.ofSeconds(20));
        paths.onPath(new PathState(west, true, Duration.ZERO, clock.instant(), 2));
        // Both at once would be no change.
        loop.run();
        paths.onPath(new PathState(west, false, Duration.ZERO, clock.instant(), 3));
        loop.run();
        assertThat(paths.status().unreachable()).containsExactly(cluster);
        assertThat(paths.status().unreachableByAll()).isEmpty();
    }

    @Test
    void silenceForALeaseEndsTheStream() {
        welcome(false, false);
        loop.advance(Duration.ofMillis(2900));
        assertThat(link.status().state()).isEqualTo(LinkState.UP);

        loop.advance(Duration.ofMillis(1000));
        assertThat(link.status().state()).isNotEqualTo(LinkState.UP);
        assertThat(controlPlane.lost()).isEqualTo(1);
    }

    @Test
    void noWelcomeEndsTheStream() {
        loop.advance(Duration.ofSeconds(9));
        assertThat(controlPlane.lost()).isZero();

        loop.advance(Duration.ofSeconds(2));
        assertThat(controlPlane.lost()).isEqualTo(1);
    }

    @Test
    void triesAllAddressesInTurn() {
        for (int i = 0; i < 3; i++) {
            controlPlane.end(Status.UNAVAILABLE, "");
            loop.run();
            reconnect();
        }

        assertThat(controlPlane.addresses()).startsWith("cp-1:9443", "cp-2:9443", "cp-1:9443", "cp-2:9443");
    }

    @Test
    void learnsNewAddresses() {
        controlPlane.welcome(false, false, "cp-9:1", "nonsense");
        loop.run();

        assertThat(ring.all())
                .as("and does not forget the one that answered")
                .containsExactly(new ControlPlaneAddress("cp-1", 9443), new ControlPlaneAddress("cp-9", 1));
    }

    @Test
    void supersededStreamWaitsLongBeforeItTriesAgain() {
        welcome(false, false);
        controlPlane.end(Status.ABORTED, "STREAM_SUPERSEDED");
        loop.run();
        loop.advance(Duration.ofMillis(3900));

        assertThat(controlPlane.streams()).isEqualTo(1);
        assertThat(link.status().reason()).contains("STREAM_SUPERSEDED");
    }

    @Test
    void refusalsReachTheListenerAndGoWhenTheyAreSettled() {
        welcome(false, false);
        link.export(FakeSource.read("10.99.0.1", "shop/web"));
        ExportDelta delta = lastDelta();
        acknowledge(
                delta,
                ItemRefusal.newBuilder()
                        .setKey(ItemKeys.of(delta.getUpserts(1)))
                        .setReason("FOREIGN_PREFIX")
                        .setMessage("10.99.0.1")
                        .build());
        assertThat(refused.all()).containsExactly(new RefusedExport("shop/web/s1", "FOREIGN_PREFIX", "10.99.0.1"));

        link.export(FakeSource.read("10.10.0.1", "shop/web"));
        acknowledge(lastDelta());
        assertThat(refused.all()).isEmpty();
    }

    @Test
    void messageBeforeWelcomeAndSecondWelcomeEndTheStream() {
        view(1, true);
        assertThat(link.status().reason()).contains("a message before Welcome");
        reconnect();

        welcome(false, false);
        welcome(false, false);
        assertThat(link.status().reason()).contains("a second Welcome");
    }

    @Test
    void leavesInOrder() {
        welcome(false, false);
        boolean[] left = new boolean[1];
        link.leave(() -> left[0] = true);
        loop.run();

        assertThat(controlPlane.completed()).isEqualTo(1);
        assertThat(left[0]).isTrue();
        loop.advance(Duration.ofSeconds(30));
        assertThat(controlPlane.streams()).isEqualTo(1);
        assertThat(link.status().state()).isEqualTo(LinkState.CLOSED);
        assertThat(loop.timers()).isZero();
    }

    @Test
    void leavesWithoutWordsWhenThereIsNoLink() {
        boolean[] left = new boolean[1];
        link.leave(() -> left[0] = true);
        loop.run();

        assertThat(left[0]).isTrue();
        loop.advance(Duration.ofSeconds(30));
        assertThat(controlPlane.streams()).isEqualTo(1);
    }
}
