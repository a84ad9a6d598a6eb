// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.path;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Protects throughput: a worker gives its processor away only where somebody waits for small packets. */
class TurnYieldTest {

    private static final int REQUEST = TurnYield.ACKNOWLEDGEMENT_OCTETS + 1;
    private static final long START = Long.MAX_VALUE - 5;

    private int yields;
    private final TurnYield turns = new TurnYield(() -> yields++);

    @Test
    void keepsTheProcessorWhereThereAreNoSmallPackets() {
        turns.beforeTurn(START);
        turns.beforeTurn(START + TurnYield.RECENT_NANOS);
        assertThat(yields).isZero();
    }

    @Test
    void offersItBeforeEachTurnForAWhileAfterASmallPacket() {
        turns.onSmallFrame(REQUEST, START);
        turns.beforeTurn(START);
        turns.beforeTurn(START + TurnYield.RECENT_NANOS - 1);
        assertThat(yields).isEqualTo(2);
        turns.beforeTurn(START + TurnYield.RECENT_NANOS);
        assertThat(yields).isEqualTo(2);
        turns.onSmallFrame(REQUEST, START + 2 * TurnYield.RECENT_NANOS);
        turns.beforeTurn(START + 2 * TurnYield.RECENT_NANOS);
        assertThat(yields).isEqualTo(3);
    }

    @Test
    void acknowledgementsOfABulkStreamDoNotCount() {
        turns.onSmallFrame(TurnYield.ACKNOWLEDGEMENT_OCTETS, START);
        turns.beforeTurn(START);
        assertThat(yields).isZero();
    }
}
