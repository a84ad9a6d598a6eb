// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.proto.v1.DeltaAck;
import dev.hanse.proto.v1.ExchangeResponse;
import dev.hanse.proto.v1.GatewayDrain;
import dev.hanse.proto.v1.TunnelKeyRetirement;
import dev.hanse.proto.v1.ViewDelta;
import dev.hanse.proto.v1.Welcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Protects what a stream sends and when: the Welcome first, answers before the view, no more than a slow gateway has
 * room for.
 */
class OutboxTest {

    private static final LeaseTimes TIMES = new LeaseTimes(Duration.ofNanos(5_000_000), Duration.ofNanos(15_000_000));
    private static final ExchangeResponse WELCOME = ExchangeResponse.newBuilder()
            .setWelcome(Welcome.getDefaultInstance())
            .build();
    private static final ExchangeResponse ACK = ExchangeResponse.newBuilder()
            .setExportAck(DeltaAck.getDefaultInstance())
            .build();

    private long now = 1_000;
    private final Outbox outbox = new Outbox(TIMES, now);

    private Optional<ExchangeResponse.MessageCase> next() {
        return outbox.next(now, Instant.EPOCH).map(ExchangeResponse::getMessageCase);
    }

    private void openWithoutView() {
        outbox.open(WELCOME);
        next();
        outbox.fetching();
    }

    @Test
    void nothingIsSentBeforeTheWelcome() {
        outbox.viewChanged();
        now += 20_000_000;

        assertThat(outbox.wantsChange()).isFalse();
        assertThat(next()).isEmpty();
    }

    @Test
    void welcomeThenView() {
        outbox.open(WELCOME);

        assertThat(outbox.wantsChange()).isFalse();
        assertThat(next()).contains(ExchangeResponse.MessageCase.WELCOME);
        assertThat(outbox.wantsChange()).isTrue();
    }

    @Test
    void answersGoBetweenThePiecesOfAView() {
        openWithoutView();
        outbox.begin(Collections.nCopies(2, ViewDelta.getDefaultInstance()).iterator());

        assertThat(next()).contains(ExchangeResponse.MessageCase.VIEW_DELTA);
        outbox.answer(ACK);
        assertThat(next()).contains(ExchangeResponse.MessageCase.EXPORT_ACK);
        assertThat(next()).contains(ExchangeResponse.MessageCase.VIEW_DELTA);
        assertThat(next()).isEmpty();
    }

    @Test
    void ordersOfAnotherKindStandAndOfTheSameKindTheLastCounts() {
        outbox.order(retirement());
        outbox.order(drain(true));
        outbox.order(drain(false));
        assertThat(next()).as("before the Welcome").isEmpty();
        openWithoutView();
        assertThat(outbox.next(now, Instant.EPOCH)).contains(retirement());
        assertThat(outbox.next(now, Instant.EPOCH)).contains(drain(false));
        assertThat(next()).isEmpty();
    }

    private static ExchangeResponse retirement() {
        return ExchangeResponse.newBuilder()
                .setTunnelKeyRetirement(TunnelKeyRetirement.getDefaultInstance())
                .build();
    }

    private static ExchangeResponse drain(boolean drained) {
        return ExchangeResponse.newBuilder()
                .setGatewayDrain(GatewayDrain.newBuilder().setDrained(drained))
                .build();
    }

    @Test
    void unacknowledgedDeltasHaveALimit() {
        openWithoutView();
        outbox.begin(Collections.nCopies(100, ViewDelta.getDefaultInstance()).iterator());
        int sent = 0;
        while (next().isPresent()) {
            sent++;
        }

        assertThat(sent).isEqualTo(8);
        assertThat(outbox.acknowledged(dev.hanse.proto.v1.Position.getDefaultInstance()))
                .isTrue();
        assertThat(next()).contains(ExchangeResponse.MessageCase.VIEW_DELTA);
        assertThat(next()).isEmpty();
    }

    @Test
    void changesCollapseWhileOneIsBeingSent() {
        openWithoutView();
        outbox.begin(Collections.nCopies(2, ViewDelta.getDefaultInstance()).iterator());
        outbox.viewChanged();
        outbox.viewChanged();

        assertThat(outbox.wantsChange()).isFalse();
        next();
        next();
        assertThat(outbox.wantsChange()).isTrue();
        outbox.fetching();
        assertThat(outbox.wantsChange()).isFalse();
    }

    @Test
    void acknowledgementOfNothingIsNoticed() {
        openWithoutView();

        assertThat(outbox.acknowledged(dev.hanse.proto.v1.Position.getDefaultInstance()))
                .isFalse();
    }

    @Test
    void heartbeatOnlyWhenNothingElseWasSent() {
        openWithoutView();
        now += 4_999_999;
        assertThat(next()).isEmpty();

        outbox.answer(ACK);
        assertThat(next()).contains(ExchangeResponse.MessageCase.EXPORT_ACK);
        now += 1;
        assertThat(next()).isEmpty();

        now += 4_999_999;
        assertThat(next()).contains(ExchangeResponse.MessageCase.HEARTBEAT);
    }

    @Test
    void leaseRunsFromWhatWasHeardLast() {
        now += 14_999_999;
        assertThat(outbox.leaseOver(now)).isFalse();
        outbox.heard(now);
        now += 14_999_999;
        assertThat(outbox.leaseOver(now)).isFalse();
        now += 1;
        assertThat(outbox.leaseOver(now)).isTrue();
    }

    @Test
    void sleepsUntilTheNextThingIsDue() {
        openWithoutView();
        now += 1_000_000;

        assertThat(outbox.idleNanos(now, true)).isEqualTo(4_000_000);
        assertThat(outbox.idleNanos(now, false)).isEqualTo(14_000_000);
    }

    @Test
    void sleepsAtLeastForAMoment() {
        openWithoutView();
        now += 20_000_000;

        assertThat(outbox.idleNanos(now, true)).isEqualTo(1);
        assertThat(outbox.idleNanos(now, false)).isEqualTo(1);
    }

    @Test
    void sleepsThroughHeartbeatsBeforeTheWelcome() {
        now += 1_000_000;

        assertThat(outbox.idleNanos(now, true)).isEqualTo(14_000_000);
        assertThat(outbox.lastHeard()).isEqualTo(1_000);
    }

    @Test
    void noChangeIsFetchedBeyondTheWindow() {
        openWithoutView();
        outbox.begin(Collections.nCopies(8, ViewDelta.getDefaultInstance()).iterator());
        while (next().isPresent()) {
            continue;
        }
        outbox.viewChanged();

        assertThat(outbox.wantsChange()).isFalse();
        assertThat(outbox.acknowledged(dev.hanse.proto.v1.Position.getDefaultInstance()))
                .isTrue();
        assertThat(outbox.wantsChange()).isTrue();
    }
}
