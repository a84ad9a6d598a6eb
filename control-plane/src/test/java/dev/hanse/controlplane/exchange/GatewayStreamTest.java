// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import static dev.hanse.net.testing.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.Position;
import dev.hanse.controlplane.model.ProtocolViolationException;
import dev.hanse.controlplane.rpc.Reason;
import dev.hanse.controlplane.rpc.RefusedException;
import dev.hanse.controlplane.testing.Fixture;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.net.testing.ManualClock;
import dev.hanse.proto.v1.DeltaAck;
import dev.hanse.proto.v1.ExchangeResponse;
import dev.hanse.proto.v1.ViewDelta;
import dev.hanse.proto.v1.Welcome;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Protects a stream from sleeping over what it has to say, and from two who speak for one gateway. */
class GatewayStreamTest {

    /** Of the deltas in these tests. */
    private static final dev.hanse.proto.v1.Position NO_POSITION = dev.hanse.proto.v1.Position.getDefaultInstance();

    private static final GatewayId EAST = Fixture.gateway("east", "gw-1");
    private static final GatewayId WEST = Fixture.gateway("west", "gw-1");
    private static final LeaseTimes TIMES = new LeaseTimes(Duration.ofMinutes(10), Duration.ofMinutes(30));
    private static final Position START = new Position("1-e", 4);
    private static final Position LATER = new Position("1-e", 9);
    private static final ExchangeResponse WELCOME = ExchangeResponse.newBuilder()
            .setWelcome(Welcome.getDefaultInstance())
            .build();
    private static final ExchangeResponse ACK = ExchangeResponse.newBuilder()
            .setExportAck(DeltaAck.getDefaultInstance())
            .build();

    private final ManualClock clock = new ManualClock();
    private final Streams streams = new Streams(TIMES, clock, clock);
    private final GatewayStream stream = streams.open(EAST, "ab", "192.0.2.1");
    private Thread writer = Thread.currentThread();

    @Test
    void streamThatIsToEndSpeaksForNobodyAnyMore() {
        streams.supersede(stream);
        assertThat(streams.isCurrent(stream)).isTrue();

        streams.end(EAST, new RefusedException(Reason.IDENTITY_REVOKED, "as after a removal"));

        assertThat(streams.isCurrent(stream))
                .as("for what it has said before it heard of it")
                .isFalse();
    }

    @Test
    void welcomesThenFetchesTheViewAndSendsIt() throws InterruptedException {
        assertThat(stream.isOpen()).isFalse();
        stream.open(WELCOME, START);
        assertThat(stream.isOpen()).isTrue();
        assertThat(stream.sent()).isEqualTo(START);
        assertThat(next()).isEqualTo(new Turn.Send(WELCOME));
        assertThat(next()).isInstanceOf(Turn.FetchView.class);
        stream.fetched(LATER, deltas(1));
        assertThat(stream.sent()).isEqualTo(LATER);
        assertThat(sent(next()).hasViewDelta()).isTrue();
        clock.advance(TIMES.heartbeat());
        assertThat(sent(next()).hasHeartbeat()).isTrue();
    }

    @Test
    void acknowledgesOnlyWhatWasSent() throws InterruptedException {
        open();
        assertThat(stream.acknowledged(NO_POSITION)).isFalse();
        assertThatThrownBy(() -> ViewAcks.take(stream, DeltaAck.getDefaultInstance()))
                .isInstanceOf(ProtocolViolationException.class)
                .hasMessage("view ack of version 0 (expected: the position of the oldest view delta that has no answer"
                        + " yet, each once)");
        stream.fetched(LATER, deltas(1));
        next();
        ViewAcks.take(stream, DeltaAck.getDefaultInstance());
        assertThat(stream.acknowledged(NO_POSITION)).isFalse();
    }

    @Test
    void acknowledgementOfAVersionThatWasNeverSentIsRefused() throws InterruptedException {
        open();
        stream.fetched(LATER, deltas(2));
        next();
        next();
        DeltaAck nonsense = DeltaAck.newBuilder()
                .setPosition(
                        dev.hanse.proto.v1.Position.newBuilder().setEpoch("x").setVersion(-1))
                .build();
        assertThatThrownBy(() -> ViewAcks.take(stream, nonsense))
                .isInstanceOf(ProtocolViolationException.class)
                .hasMessageStartingWith("view ack of version 18446744073709551615 (expected:");
        ViewAcks.take(stream, DeltaAck.getDefaultInstance());
        ViewAcks.take(stream, DeltaAck.getDefaultInstance());
    }

    @Test
    void silenceForTheLeaseEndsIt() throws InterruptedException {
        open();
        clock.advance(TIMES.lease().minusNanos(1));
        assertThat(next()).isNotInstanceOf(Turn.Leave.class);
        stream.heard();
        clock.advance(TIMES.lease().minusNanos(1));
        assertThat(stream.lastHeard())
                .isEqualTo(clock.instant().minus(TIMES.lease()).plusNanos(1));
        assertThat(next()).isNotInstanceOf(Turn.Leave.class);
        clock.advance(Duration.ofNanos(1));
        assertThat(reasonOf(next())).isEqualTo(Reason.LEASE_EXPIRED);
    }

    @Test
    void theFirstEndCounts() throws InterruptedException {
        StreamEnd gone = new StreamEnd.Gone("cancelled");
        stream.end(gone);
        stream.end(new RefusedException(Reason.SHUTTING_DOWN, "later"));
        clock.advance(TIMES.lease());
        assertThat(next()).isEqualTo(new Turn.Leave(gone));
    }

    @Test
    void everythingThatConcernsTheWriterWakesIt() throws Exception {
        open();
        assertThat(sent(wokenBy(() -> stream.answer(ACK)))).isEqualTo(ACK);
        assertThat(wokenBy(stream::viewChanged)).isInstanceOf(Turn.FetchView.class);
        assertThat(sent(wokenBy(() -> stream.fetched(LATER, deltas(9)))).hasViewDelta())
                .isTrue();
        for (int i = 1; i < 8; i++) {
            next();
        }
        assertThat(sent(wokenBy(() -> stream.acknowledged(NO_POSITION))).hasViewDelta())
                .isTrue();
        StreamEnd end = new StreamEnd.Completed();
        assertThat(wokenBy(() -> stream.end(end))).isEqualTo(new Turn.Leave(end));
    }

    @Test
    void waitsUntilTheConnectionTakesMessages() throws Exception {
        open();
        stream.answer(ACK);
        boolean[] writable = {false};
        CompletableFuture<Turn> turn = turn(writable);
        awaitWriter();
        writable[0] = true;
        stream.signal();
        assertThat(turn.get(10, TimeUnit.SECONDS)).isEqualTo(new Turn.Send(ACK));
    }

    @Test
    void theNewerStreamSpeaksForItsGateway() throws InterruptedException {
        assertThat(streams.isCurrent(stream)).isFalse();
        streams.supersede(stream);
        streams.supersede(stream);
        assertThat(streams.isCurrent(stream)).isTrue();
        assertThat(streams.connected()).isOne();
        GatewayStream newer = streams.open(EAST, "ab", "192.0.2.1");
        streams.supersede(newer);
        assertThat(streams.isCurrent(stream)).isFalse();
        assertThat(streams.isCurrent(newer)).isTrue();
        assertThat(reasonOf(next())).isEqualTo(Reason.STREAM_SUPERSEDED);
        assertThat(streams.retire(stream)).isFalse();
        assertThat(streams.connected()).isOne();
        assertThat(streams.retire(newer)).isTrue();
        assertThat(streams.connected()).isZero();
    }

    @Test
    void tellsWhenAGatewayWasHeard() {
        assertThat(streams.lastHeard(EAST)).isEmpty();
        streams.supersede(stream);
        assertThat(streams.lastHeard(EAST)).contains(clock.instant());
        clock.advance(Duration.ofSeconds(5));
        assertThat(streams.lastHeard(EAST)).contains(clock.instant().minusSeconds(5));
    }

    @Test
    void endsTheStreamsOfOneGatewayOfOneClusterOrAll() throws InterruptedException {
        GatewayStream west = streams.open(WEST, "cd", "192.0.2.1");
        streams.supersede(stream);
        streams.end(WEST, new RefusedException(Reason.IDENTITY_REVOKED, "nobody"));
        streams.end(EAST, new RefusedException(Reason.IDENTITY_REVOKED, "gone"));
        assertThat(reasonOf(next())).isEqualTo(Reason.IDENTITY_REVOKED);
        streams.endAll(new ClusterId("north"), new RefusedException(Reason.IDENTITY_REVOKED, "gone"));
        streams.shutDown();
        assertThat(reasonOf(west.next(() -> true))).isEqualTo(Reason.SHUTTING_DOWN);
        GatewayStream second = streams.open(WEST, "ef", "192.0.2.1");
        streams.endAll(WEST.cluster(), new RefusedException(Reason.IDENTITY_REVOKED, "gone"));
        assertThat(reasonOf(second.next(() -> true))).isEqualTo(Reason.IDENTITY_REVOKED);
        assertThat(streams.isEmpty()).isFalse();
        List.of(stream, west, second).forEach(streams::closed);
        assertThat(streams.isEmpty()).isTrue();
        assertThat(streams.counters().streamsEnded()).isEqualTo(3);
    }

    @Test
    void onlyStreamsThatSpeakForTheirGatewayAreWoken() throws Exception {
        open();
        streams.wakeAll();
        streams.supersede(stream);
        assertThat(wokenBy(streams::wakeAll)).isInstanceOf(Turn.FetchView.class);
    }

    @Test
    void leasesAreAtLeastTwoHeartbeats() {
        assertThat(new LeaseTimes(Duration.ofMillis(1), Duration.ofMillis(2)).lease())
                .hasMillis(2);
        assertThatThrownBy(() -> new LeaseTimes(Duration.ofMillis(2), Duration.ofNanos(3_999_999)))
                .hasMessageContaining("expected: at least twice the heartbeat");
        assertThatThrownBy(() -> new LeaseTimes(Duration.ofNanos(999_999), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void open() throws InterruptedException {
        stream.open(WELCOME, START);
        next();
        next();
    }

    private Turn next() throws InterruptedException {
        return stream.next(() -> true);
    }

    /** What the writer does that was waiting before. */
    private Turn wokenBy(Runnable event) throws Exception {
        CompletableFuture<Turn> turn = turn(new boolean[] {true});
        awaitWriter();
        event.run();
        return turn.get(10, TimeUnit.SECONDS);
    }

    private CompletableFuture<Turn> turn(boolean[] writable) {
        CompletableFuture<Turn> turn = new CompletableFuture<>();
        writer = Thread.ofPlatform().daemon().start(() -> {
            try {
                turn.complete(stream.next(() -> writable[0]));
            } catch (InterruptedException e) {
                turn.completeExceptionally(e);
            }
        });
        return turn;
    }

    private void awaitWriter() {
        await("the writer waits", () -> writer.getState() == Thread.State.TIMED_WAITING);
    }

    private static Iterator<ViewDelta> deltas(int count) {
        return Collections.nCopies(count, ViewDelta.getDefaultInstance()).iterator();
    }

    private static ExchangeResponse sent(Turn turn) {
        assertThat(turn).isInstanceOf(Turn.Send.class);
        return ((Turn.Send) turn).message();
    }

    private static Reason reasonOf(Turn turn) {
        assertThat(turn).isInstanceOf(Turn.Leave.class);
        return Optional.of(((Turn.Leave) turn).how())
                .filter(StreamEnd.Failed.class::isInstance)
                .map(how -> ((RefusedException) ((StreamEnd.Failed) how).cause()).reason())
                .orElseThrow();
    }
}
