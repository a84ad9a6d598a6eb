// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every form of {@link DatagramPort} does alike, the fake included. */
abstract class DatagramPortContract {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final DatagramBurst burst = new DatagramBurst();

    /** The sending end. */
    abstract DatagramPort first();

    /** The receiving end, on another port of the same network. */
    abstract DatagramPort second();

    @Test
    void hasNothingAtFirst() {
        assertThat(second().receive(burst)).isFalse();
    }

    @Test
    void carriesADatagramWithItsSender() {
        byte[] buffer = octets(100, 7);
        assertThat(first().send(buffer, 10, 50, 50, second().localAddress())).isEqualTo(DatagramPort.Sent.TAKEN);
        assertThat(receive(1)).containsExactly(Arrays.copyOfRange(buffer, 10, 60));
        assertThat(burst.source()).isEqualTo(first().localAddress());
        assertThat(second().receive(burst)).isFalse();
    }

    @Test
    void carriesManyInOrderWithAShorterLast() {
        int count = first().maxDatagrams();
        byte[] buffer = octets(count * 1000 - 300, 3);
        assertThat(first().send(buffer, 0, buffer.length, 1000, second().localAddress()))
                .isEqualTo(DatagramPort.Sent.TAKEN);
        List<byte[]> received = receive(count);
        for (int i = 0; i < count; i++) {
            int end = Math.min((i + 1) * 1000, buffer.length);
            assertThat(received.get(i)).isEqualTo(Arrays.copyOfRange(buffer, i * 1000, end));
        }
    }

    @Test
    void largeDatagramAfterSmallOnesStaysWhole() {
        byte[] small = octets(10, 1);
        byte[] large = octets(1400, 2);
        first().send(small, 0, 10, first().maxDatagrams() == 1 ? 10 : 5, second().localAddress());
        first().send(large, 0, 1400, 1400, second().localAddress());
        assertThat(receive(first().maxDatagrams() == 1 ? 2 : 3).getLast()).isEqualTo(large);
    }

    @Test
    void losesNothingThatIsTaken() {
        first().send(octets(1, 1), 0, 1, 1, second().localAddress());
        receive(1);
        assertThat(second().lost()).isZero();
    }

    @Test
    void answersGoBack() {
        first().send(octets(1, 1), 0, 1, 1, second().localAddress());
        receive(1);
        second().send(octets(2, 2), 0, 2, 2, burst.source());
        assertThat(receive(first(), 1)).containsExactly(octets(2, 2));
    }

    private List<byte[]> receive(int count) {
        return receive(second(), count);
    }

    /** Waits for datagrams: those of a real socket arrive when they arrive. */
    private List<byte[]> receive(DatagramPort port, int count) {
        List<byte[]> datagrams = new ArrayList<>();
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (datagrams.size() < count) {
            if (port.receive(burst)) {
                for (int at = 0; at < burst.length(); at += burst.datagramOctets()) {
                    int end = Math.min(at + burst.datagramOctets(), burst.length());
                    byte[] datagram = new byte[end - at];
                    burst.copyTo(datagram, 0, at, datagram.length);
                    datagrams.add(datagram);
                }
            } else {
                assertThat(System.nanoTime())
                        .as("only %s datagrams came", datagrams.size())
                        .isLessThan(deadline);
                Thread.yield();
            }
        }
        return datagrams;
    }

    private static byte[] octets(int length, int seed) {
        byte[] octets = new byte[length];
        for (int i = 0; i < length; i++) {
            octets[i] = (byte) (seed * 31 + i * 7 + i / 256);
        }
        return octets;
    }
}
