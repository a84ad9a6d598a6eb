// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.gateway.testing.FakeSource;
import dev.hanse.gateway.testing.Items;
import dev.hanse.proto.v1.DeltaAck;
import dev.hanse.proto.v1.ExchangeRequest.MessageCase;
import dev.hanse.proto.v1.ExchangeResponse;
import dev.hanse.proto.v1.ExportDelta;
import dev.hanse.proto.v1.Heartbeat;
import dev.hanse.proto.v1.Position;
import dev.hanse.proto.v1.ViewDelta;
import dev.hanse.proto.v1.Welcome;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Protects one stream of the exchange: what each direction carries, and that nothing of it outlives its end. */
class ExchangeSessionTest {

    @TempDir
    Path directory;

    private LabLink lab;

    @BeforeEach
    void start() {
        lab = new LabLink(directory, "cp-1:9443", "cp-2:9443");
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private void say(ExchangeResponse.Builder message) {
        lab.controlPlane.say(message);
        lab.loop.run();
    }

    private ExportDelta lastDelta() {
        return lab.received(MessageCase.EXPORT_DELTA).getLast().getExportDelta();
    }

    private void acknowledge(Position position) {
        say(ExchangeResponse.newBuilder().setExportAck(DeltaAck.newBuilder().setPosition(position)));
    }

    @Test
    void helloTellsHowTheGatewayIsReached() {
        var hello = lab.received(MessageCase.HELLO).getFirst().getHello();
        assertThat(hello.getTunnelEndpoint().getWorkers()).isEqualTo(3);
        assertThat(hello.getSoftwareVersion()).isEqualTo("test");
    }

    @ParameterizedTest
    @CsvSource({"49, 3000", "1000, 1000", "1000, 999", "1000, 600001"})
    void intervalsThatMakeNoSenseEndTheStream(int heartbeat, int lease) {
        say(ExchangeResponse.newBuilder()
                .setWelcome(Welcome.newBuilder().setHeartbeatMillis(heartbeat).setLeaseMillis(lease)));

        assertThat(lab.link.status().reason())
                .isEqualTo("heartbeat of " + heartbeat + " ms and lease of " + lease
                        + " ms (expected: 50 ms or more, the lease longer than the heartbeat)");
        assertThat(lab.controlPlane.lost()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"50, 51", "1000, 600000"})
    void intervalsAtTheLimitsAreTaken(int heartbeat, int lease) {
        say(ExchangeResponse.newBuilder()
                .setWelcome(Welcome.newBuilder().setHeartbeatMillis(heartbeat).setLeaseMillis(lease)));

        assertThat(lab.link.status().state()).isEqualTo(LinkState.UP);
    }

    @Test
    void acknowledgementOfWhatWasNotSentEndsTheStream() {
        lab.welcome();
        acknowledge(Position.newBuilder().setEpoch("other").setVersion(3).build());

        assertThat(lab.link.status().reason()).contains("other/3").contains("answers no delta");
        assertThat(lab.controlPlane.lost()).isEqualTo(1);
    }

    @Test
    void exportsThatWaitedForRoomAreSentWithTheNextAnswer() {
        lab.welcome();
        for (int i = 1; i <= 12; i++) {
            lab.link.export(FakeSource.read("10.10.0." + i, "shop/web"));
        }
        int before = lab.received(MessageCase.EXPORT_DELTA).size();
        assertThat(before).as("the unanswered are limited").isEqualTo(8);

        acknowledge(lab.received(MessageCase.EXPORT_DELTA)
                .getFirst()
                .getExportDelta()
                .getPosition());
        assertThat(lab.received(MessageCase.EXPORT_DELTA)).hasSize(before + 1);
        assertThat(lab.link.status().unansweredExports()).isEqualTo(7);
    }

    @Test
    void exportsOfBeforeTheWelcomeAreSentAfterIt() {
        lab.link.export(FakeSource.read("10.10.0.1", "shop/web"));
        lab.welcome();
        assertThat(lastDelta().getUpsertsCount()).isEqualTo(2);
    }

    @Test
    void resumedExportsGoOnAndOthersBeginWithASnapshot() {
        lab.welcome();
        lab.link.export(FakeSource.read("10.10.0.1", "shop/web"));
        acknowledge(lastDelta().getPosition());

        lab.end("");
        lab.controlPlane.welcome(true, true);
        lab.loop.run();
        lab.link.export(FakeSource.read("10.10.0.2", "shop/web"));
        assertThat(lastDelta().getSnapshotBegin()).isFalse();
        assertThat(lastDelta().getPosition().getVersion()).isEqualTo(2);

        lab.end("");
        lab.welcome();
        assertThat(lastDelta().getSnapshotBegin()).isTrue();
        assertThat(lastDelta().getPosition().getEpoch()).isEqualTo("epoch-2");
    }

    @Test
    void changedPathsAreToldAtOnceWhileTheLinkIsUp() {
        lab.link.onPathsChanged();
        assertThat(lab.received(MessageCase.PATH_REPORT)).isEmpty();

        lab.welcome();
        lab.link.onPathsChanged();
        assertThat(lab.received(MessageCase.PATH_REPORT)).hasSize(2);
        assertThat(lab.received(MessageCase.PATH_REPORT)
                        .getLast()
                        .getPathReport()
                        .getPaths(0)
                        .getRoundTripMicros())
                .as("the newest")
                .isEqualTo(2);
    }

    @Test
    void pathsAreToldBeforeExports() {
        lab.link.export(FakeSource.read("10.10.0.1", "shop/web"));
        lab.welcome();
        assertThat(lab.controlPlane.received())
                .extracting(message -> message.getMessageCase())
                .containsExactly(MessageCase.HELLO, MessageCase.PATH_REPORT, MessageCase.EXPORT_DELTA);
    }

    @Test
    void everyMessageIsHeard() {
        lab.welcome();
        Instant before = lab.link.status().lastHeard();
        lab.clock.advance(Duration.ofSeconds(1));
        say(ExchangeResponse.newBuilder().setHeartbeat(Heartbeat.getDefaultInstance()));

        assertThat(lab.link.status().lastHeard()).isEqualTo(before.plusSeconds(1));
    }

    @Test
    void changeThatWasCutOffBeginsAnew() {
        lab.welcome();
        say(ExchangeResponse.newBuilder()
                .setViewDelta(ViewDelta.newBuilder()
                        .setPosition(Position.newBuilder().setEpoch("v").setVersion(1))
                        .setSnapshotBegin(true)
                        .setMoreFollows(true)
                        .addUpserts(Items.serviceImport("web", "west"))));
        lab.end("");
        lab.welcome();

        say(ExchangeResponse.newBuilder()
                .setViewDelta(ViewDelta.newBuilder()
                        .setPosition(Position.newBuilder().setEpoch("v").setVersion(1))));
        assertThat(lab.link.status().reason()).contains("does not follow");
    }

    @Test
    void nothingOfAStreamOutlivesIt() {
        lab.welcome();
        lab.controlPlane.end(Status.UNAVAILABLE, "");
        lab.loop.run();
        assertThat(lab.loop.timers()).as("the next attempt alone").isEqualTo(1);

        lab.awaitStreamAfter(1);
        lab.welcome();
        lab.link.close();
        lab.link.close();
        assertThat(lab.loop.timers()).isZero();
        assertThat(lab.controlPlane.lost()).isEqualTo(1);
        assertThat(lab.link.status().state()).isEqualTo(LinkState.CLOSED);
    }

    @Test
    void leavingStopsWhatTheGatewaySays() {
        lab.welcome();
        lab.link.leave(() -> {});
        lab.loop.run();
        int said = lab.controlPlane.received().size();

        lab.loop.advance(Duration.ofSeconds(30));
        assertThat(lab.controlPlane.received()).hasSize(said);
    }

    @Test
    void whatComesAfterTheGatewayHasLeftIsTakenWithoutAnAnswer() {
        lab.welcome();
        int said = lab.controlPlane.received().size();
        lab.link.leave(() -> {});
        lab.controlPlane.say(ExchangeResponse.newBuilder()
                .setViewDelta(ViewDelta.newBuilder()
                        .setPosition(Position.newBuilder().setEpoch("view").setVersion(1))
                        .setSnapshotBegin(true)));

        lab.loop.run();

        assertThat(lab.controlPlane.received()).hasSize(said);
    }
}
