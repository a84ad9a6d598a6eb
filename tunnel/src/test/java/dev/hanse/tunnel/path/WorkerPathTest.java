// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.path;

import static dev.hanse.tunnel.packet.PacketBuilder.plain;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.health.PathProbe;
import dev.hanse.tunnel.net.DatagramPort;
import dev.hanse.tunnel.peer.PeerId;
import dev.hanse.tunnel.session.PeerActivity;
import dev.hanse.tunnel.session.Role;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Protects what the control loop may count on when it asks a worker for something, and what others read of its counters. */
class WorkerPathTest {

    private final LoneWorker worker = new LoneWorker(CipherSuite.AES_256_GCM);
    private final byte[] packet = LoneWorker.out().build();

    @Test
    void theCallerTellsThePeerThatASessionStands() {
        worker.advance(3);
        worker.path.onEstablished(LoneWorker.FAR, worker.own);
        assertThat(worker.opened(worker.wan.seen().getFirst())).isEmpty();
        assertThat(worker.activity.sentNanos()).isEqualTo(worker.now());
        assertThat(worker.activity.dataSentNanos()).isEqualTo(PeerActivity.NEVER);
    }

    @Test
    void theOneThatWasCalledDoesNot() {
        LoneWorker responder = new LoneWorker(CipherSuite.AES_256_GCM, Role.RESPONDER, LoneWorker.ALL);
        responder.path.onEstablished(LoneWorker.FAR, responder.own);
        assertThat(responder.wan.seen()).isEmpty();
    }

    @Test
    void whatWaitedTellsThePeerJustAsWell() {
        worker.publish(null);
        worker.offer(plain(packet));
        worker.publish(worker.own);
        worker.path.onEstablished(LoneWorker.FAR, worker.own);
        assertThat(worker.wan.seen()).hasSize(1);
        assertThat(worker.opened(worker.wan.seen().getFirst())).isEqualTo(packet);
    }

    @Test
    void aKeepaliveGoesUnderTheNewestSession() {
        worker.publish(null);
        worker.path.onTunReadable();
        worker.path.sendKeepalive(LoneWorker.FAR);
        assertThat(worker.wan.seen()).isEmpty();
        assertThat(worker.activity.sentNanos()).isEqualTo(PeerActivity.NEVER);
        worker.publish(worker.own);
        worker.path.sendKeepalive(LoneWorker.FAR);
        assertThat(worker.wan.seen()).hasSize(1);
        worker.path.sendKeepalive(new PeerId("no", "one"));
        assertThat(worker.wan.seen()).hasSize(1);
    }

    @Test
    void aProbeGoesUnderTheNewestSessionAndKeepsItFresh() {
        worker.publish(null);
        worker.path.onTunReadable();
        worker.path.sendProbe(LoneWorker.FAR, 0, 5);
        assertThat(worker.activity.dataSentNanos()).isEqualTo(PeerActivity.NEVER);
        worker.publish(worker.own);
        worker.path.sendProbe(LoneWorker.FAR, 0, 6);
        worker.path.sendProbe(new PeerId("no", "one"), 0, 7);
        assertThat(worker.wan.seen()).hasSize(1);
        assertThat(worker.opened(worker.wan.seen().getFirst())).isEqualTo(PathProbe.encode(PathProbe.REQUEST, 6));
        assertThat(worker.activity.dataSentNanos()).isEqualTo(worker.now());
        assertThat(worker.path.traffic(LoneWorker.FAR))
                .as("no packet and no burst")
                .isEqualTo(Traffic.NONE);
    }

    @Test
    void controlLeavesAfterWhatWasThereBefore() {
        worker.offer(plain(packet));
        worker.path.sendKeepalive(LoneWorker.FAR);
        assertThat(worker.wan.seen()).extracting(frame -> frame.length).containsExactly(72, 32);
        assertThat(worker.path.traffic(LoneWorker.FAR).out().calls()).isOne();
    }

    @Test
    void whatWaitedForAPeerThatDoesNotAnswerIsCounted() {
        worker.publish(null);
        worker.offer(plain(packet));
        worker.offer(plain(packet));
        worker.path.onAbandoned(LoneWorker.FAR);
        worker.path.onAbandoned(new PeerId("no", "one"));
        assertThat(worker.path.traffic(LoneWorker.FAR).drops()).isEqualTo(Map.of(DropReason.NO_SESSION, 2L));
        worker.publish(worker.own);
        worker.path.onEstablished(LoneWorker.FAR, worker.own);
        assertThat(worker.wan.seen()).as("a keepalive, and none of them").hasSize(1);
    }

    @Test
    void everyCommandSeesTheNewestSnapshotFirst() {
        worker.publishNobody();
        worker.path.erase(worker.far);
        assertThat(worker.path.peers()).isEmpty();
        worker.publish(worker.own);
        worker.path.onAbandoned(LoneWorker.FAR);
        assertThat(worker.path.peers()).hasSize(1);
    }

    @Test
    void anErasedKeySealsNothing() {
        worker.path.erase(worker.own);
        worker.path.sendKeepalive(LoneWorker.FAR);
        assertThat(worker.wan.seen()).isEmpty();
    }

    @Test
    void handshakeFramesThatTheSystemDoesNotTakeAreCounted() {
        worker.path.send(worker.there, new byte[148]);
        assertThat(worker.wan.seen()).hasSize(1);
        assertThat(worker.path.dropped()).isEqualTo(Traffic.NONE);
        worker.port.answer(DatagramPort.Sent.FULL);
        worker.path.send(worker.there, new byte[148]);
        assertThat(worker.path.dropped().drops()).isEqualTo(Map.of(DropReason.SEND_FAILED, 1L));
    }

    @Test
    void sumsCountEveryPeerAndWhatBelongsToNone() {
        worker.offer(plain(packet));
        worker.offer(new byte[] {1, 2});
        assertThat(worker.path.traffic(new PeerId("no", "one"))).isEqualTo(Traffic.NONE);
        assertThat(worker.path.traffic(LoneWorker.FAR).packetsOut()).isOne();
        assertThat(worker.path.total().packetsOut()).isOne();
        assertThat(worker.path.total().drops()).isEqualTo(Map.of(DropReason.MALFORMED_PACKET, 1L));
        worker.port.lost(0);
        assertThat(worker.path.dropped().drops()).doesNotContainKey(DropReason.RECEIVE_FULL);
        worker.port.lost(1);
        assertThat(worker.path.dropped().drops()).containsEntry(DropReason.RECEIVE_FULL, 1L);
    }
}
