// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.net.testing.ManualClock;
import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.health.PathState;
import dev.hanse.tunnel.net.FakeWan;
import dev.hanse.tunnel.packet.PacketBuilder;
import dev.hanse.tunnel.tun.TunOffloads;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Protects clusters with two gateways: both carry flows, a flow stays with its gateway, and only the flows of a dead one move. */
class SeveralGatewaysTest {

    private static final int FLOWS = 200;
    private static final List<CipherSuite> CIPHERS = List.of(CipherSuite.AES_256_GCM);

    private final FakeWan wan = new FakeWan();
    private final ManualClock clock = new ManualClock();
    private final InMemoryEndpoint east = new InMemoryEndpoint(wan, clock, 1, CIPHERS, TunOffloads.NONE);
    private final InMemoryEndpoint west =
            new InMemoryEndpoint(wan, clock, 2, "10.2.0.0/16", CIPHERS, TunOffloads.NONE, InMemoryEndpoint.MTU);
    private final InMemoryEndpoint other =
            new InMemoryEndpoint(wan, clock, 3, "10.2.0.0/16", CIPHERS, TunOffloads.NONE, InMemoryEndpoint.MTU);
    private boolean otherAlive = true;

    @BeforeEach
    void connect() {
        east.apply(west.asPeer(true), other.asPeer(true));
        west.apply(east.asPeer(true));
        other.apply(east.asPeer(true));
        pass(Duration.ofSeconds(2));
    }

    @Test
    void spreadsFlowsAndKeepsThemTogether() {
        sendAllFlows();
        int first = west.tun().written().size();
        assertThat(first).isBetween(FLOWS / 4, FLOWS * 3 / 4);
        assertThat(other.tun().written()).hasSize(FLOWS - first);
        sendAllFlows();
        assertThat(west.tun().written()).hasSize(2 * first);
    }

    @Test
    void flowsOfADeadGatewayMove() {
        otherAlive = false;
        pass(Duration.ofSeconds(2));
        sendAllFlows();
        assertThat(west.tun().written()).hasSize(FLOWS);
    }

    @Test
    void flowsOfADeadGatewayMoveBeforeItsPathIsDown() {
        otherAlive = false;
        pass(Duration.ofMillis(600));
        assertThat(east.pathChanges()).extracting(PathState::up).containsExactly(true, true);
        sendAllFlows();
        assertThat(west.tun().written()).hasSize(FLOWS);
        otherAlive = true;
        pass(Duration.ofSeconds(1));
        sendAllFlows();
        assertThat(other.tun().written()).as("they are back").isNotEmpty();
    }

    @Test
    void flowsOfAGatewayThatStopsMoveBeforeItDoes() {
        sendAllFlows();
        int through = other.tun().written().size();
        other.leave();
        assertThat(other.isLeaveHeard()).isFalse();
        settle();
        assertThat(other.isLeaveHeard()).isTrue();
        sendAllFlows();
        assertThat(other.tun().written()).hasSize(through);
        other.tun().offer(packet("10.2.0.6", "10.1.0.5", 2));
        settle();
        assertThat(east.tun().written()).as("what it still has to say").hasSize(1);
    }

    @Test
    void flowsOfADrainedGatewayMoveAndComeBack() {
        other.drain(true);
        settle();
        pass(Duration.ofSeconds(3));
        sendAllFlows();
        assertThat(other.tun().written()).as("for as long as it is drained").isEmpty();
        other.drain(false);
        pass(Duration.ofSeconds(2));
        sendAllFlows();
        assertThat(other.tun().written()).as("they are back").isNotEmpty();
    }

    @Test
    void aGatewayThatStopsIsNotUndrained() {
        other.leave();
        other.drain(false);
        settle();
        pass(Duration.ofSeconds(2));
        sendAllFlows();
        assertThat(other.tun().written()).isEmpty();
    }

    @Test
    void flowsOfADeadGatewayStayWithTheOtherOneThoughThatStops() {
        otherAlive = false;
        pass(Duration.ofSeconds(2));
        west.leave();
        settle();
        sendAllFlows();
        assertThat(west.tun().written()).hasSize(FLOWS);
    }

    @Test
    void whereAllStopFlowsStayWithThem() {
        west.leave();
        other.leave();
        settle();
        sendAllFlows();
        assertThat(west.tun().written().size() + other.tun().written().size()).isEqualTo(FLOWS);
    }

    @Test
    void bothMaySpeakForTheirCluster() {
        west.tun().offer(packet("10.2.0.6", "10.1.0.5", 1));
        other.tun().offer(packet("10.2.0.6", "10.1.0.5", 2));
        settle();
        assertThat(east.tun().written()).hasSize(2);
    }

    private void sendAllFlows() {
        for (int flow = 0; flow < FLOWS; flow++) {
            east.tun().offer(packet("10.1.0.5", "10.2.0.6", flow));
        }
        settle();
    }

    private static byte[] packet(String from, String to, int port) {
        return PacketBuilder.plain(
                new PacketBuilder().addresses(from, to).ports(port, 80).build());
    }

    private void settle() {
        boolean busy = true;
        while (busy) {
            busy = east.step() | west.step() | (otherAlive && other.step());
        }
    }

    private void pass(Duration time) {
        for (long done = 0; done < time.toMillis(); done += 50) {
            clock.advance(Duration.ofMillis(50));
            for (InMemoryEndpoint endpoint : List.of(east, west, other)) {
                endpoint.tick();
                endpoint.look();
                if (clock.nanoTime() / 50_000_000 % 5 == 0) {
                    endpoint.probe();
                }
            }
            settle();
        }
    }
}
