// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.crypto.JdkEngine;
import dev.hanse.tunnel.crypto.Tai64n;
import dev.hanse.tunnel.peer.PeerId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Protects the small parts of a session, each for itself: schedule, silence, time stamps, addresses, look-up, settings.
 */
class SessionPartsTest {

    private static final long NEVER = PeerActivity.NEVER;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    void onlyTheInitiatorRekeysByTime() {
        assertThat(RekeySchedule.due(Role.INITIATOR, 0, 0, 119 * SECOND, NEVER)).isFalse();
        assertThat(RekeySchedule.due(Role.INITIATOR, 0, 0, 120 * SECOND, NEVER)).isTrue();
        assertThat(RekeySchedule.due(Role.INITIATOR, 0, 0, NEVER, 164 * SECOND)).isFalse();
        assertThat(RekeySchedule.due(Role.INITIATOR, 0, 0, NEVER, 165 * SECOND)).isTrue();
        assertThat(RekeySchedule.due(Role.RESPONDER, 0, 0, 170 * SECOND, 170 * SECOND))
                .isFalse();
    }

    @Test
    void bothEndsRekeyByMessages() {
        for (Role role : Role.values()) {
            assertThat(RekeySchedule.due(role, 0, SessionLimits.REKEY_AFTER_MESSAGES, NEVER, NEVER))
                    .isFalse();
            assertThat(RekeySchedule.due(role, 0, SessionLimits.REKEY_AFTER_MESSAGES + 1, NEVER, NEVER))
                    .isTrue();
            assertThat(RekeySchedule.due(role, 0, -1, NEVER, NEVER))
                    .as("unsigned")
                    .isTrue();
        }
    }

    @Test
    void silenceBeginsWithTheFirstUnansweredCause() {
        Silence silence = new Silence();
        silence.observe(NEVER, NEVER);
        assertThat(silence.lasts(0, 100 * SECOND)).isFalse();
        silence.observe(10 * SECOND, NEVER);
        silence.observe(20 * SECOND, 9 * SECOND);
        assertThat(silence.lasts(15 * SECOND, 24 * SECOND)).isFalse();
        assertThat(silence.lasts(15 * SECOND, 25 * SECOND)).isTrue();
        silence.observe(20 * SECOND, 15 * SECOND);
        assertThat(silence.lasts(15 * SECOND, 34 * SECOND))
                .as("answered, but asked again since")
                .isFalse();
        assertThat(silence.lasts(15 * SECOND, 35 * SECOND)).isTrue();
        silence.observe(20 * SECOND, 20 * SECOND);
        assertThat(silence.lasts(0, 100 * SECOND)).isFalse();
    }

    @Test
    void settledSilenceIgnoresWhatWasBefore() {
        Silence silence = new Silence();
        silence.observe(10 * SECOND, NEVER);
        silence.settle(12 * SECOND);
        silence.observe(12 * SECOND, NEVER);
        assertThat(silence.lasts(0, 100 * SECOND)).isFalse();
        silence.observe(13 * SECOND, NEVER);
        assertThat(silence.lasts(5 * SECOND, 18 * SECOND)).isTrue();
    }

    @Test
    void timestampsRiseEvenIfTheClockStepsBack() {
        List<Instant> readings = new ArrayList<>(List.of(NOON, NOON, NOON.minusSeconds(3600), NOON.plusSeconds(1)));
        TimestampSource source = new TimestampSource(readings::removeFirst);
        Tai64n last = source.next();
        for (int i = 0; i < 3; i++) {
            Tai64n next = source.next();
            assertThat(next).isGreaterThan(last);
            last = next;
        }
        assertThat(last).isLessThanOrEqualTo(Tai64n.of(NOON.plusSeconds(1)));
    }

    @Test
    void timestampsHideTheExactClock() {
        TimestampSource source = new TimestampSource(() -> NOON.plusNanos(123_456_789));
        byte[] octets = source.next().octets();
        assertThat(octets).endsWith(0, 0, 0);
    }

    @Test
    void acceptsEachTimestampOnceAtAllWorkers() {
        InitiationTimestamps seen = new InitiationTimestamps(2);
        assertThat(seen.accept(0, Tai64n.of(NOON))).isTrue();
        assertThat(seen.accept(0, Tai64n.of(NOON))).isFalse();
        assertThat(seen.accept(1, Tai64n.of(NOON))).isFalse();
        assertThat(seen.accept(1, Tai64n.of(NOON.minusSeconds(1)))).isTrue();
        assertThat(seen.accept(0, Tai64n.of(NOON.minusSeconds(2)))).isFalse();
        for (int i = 1; i < 200; i++) {
            assertThat(seen.accept(0, Tai64n.of(NOON.plusSeconds(i)))).isTrue();
        }
    }

    @Test
    void walksThroughThePeersAddresses() throws Exception {
        InetSocketAddress first = new InetSocketAddress(InetAddress.getByName("192.0.2.1"), 51820);
        InetSocketAddress second = new InetSocketAddress(InetAddress.getByName("192.0.2.2"), 65_535);
        InetSocketAddress name = InetSocketAddress.createUnresolved("gateway.example", 51820);
        List<InetSocketAddress> atZero = RemoteAddresses.forWorker(List.of(first, name, second), 0);
        assertThat(atZero).containsExactly(first, second);
        assertThat(RemoteAddresses.forWorker(List.of(first, second), 1))
                .containsExactly(new InetSocketAddress(first.getAddress(), 51821));
        assertThat(RemoteAddresses.choose(null, atZero, 0)).contains(first);
        assertThat(RemoteAddresses.choose(null, atZero, 3)).contains(second);
        assertThat(RemoteAddresses.choose(second, atZero, 0)).contains(second);
        assertThat(RemoteAddresses.choose(second, atZero, 1)).contains(first);
        assertThat(RemoteAddresses.choose(null, List.of(), 0)).isEmpty();
        assertThat(RemoteAddresses.chooseTold(second, atZero, 2)).containsExactly(first, second);
        assertThat(RemoteAddresses.chooseTold(second, atZero, 1)).containsExactly(second);
        assertThat(RemoteAddresses.chooseTold(null, List.of(), 0)).isEmpty();
    }

    @Test
    void findsKeypairsByIndexAsAMapDoes() {
        Random random = new Random(1);
        Map<Integer, Keypair> model = new HashMap<>();
        for (int i = 0; i < 500; i++) {
            int index = i < 100 ? i << 20 : random.nextInt();
            model.putIfAbsent(index, keypair(index, Role.INITIATOR, i));
        }
        WorkerSessions sessions = new WorkerSessions(List.of(), model.values());
        model.forEach((index, keypair) -> assertThat(sessions.keypair(index)).isSameAs(keypair));
        for (int i = 0; i < 10_000; i++) {
            int index = random.nextInt();
            assertThat(sessions.keypair(index)).isSameAs(model.get(index));
        }
        assertThat(new WorkerSessions(List.of(), List.of()).keypair(0)).isNull();
    }

    @Test
    void keypairsMoveThroughTheirSlots() {
        KeypairSlots slots = new KeypairSlots(true);
        Keypair first = keypair(1, Role.INITIATOR, 10 * SECOND);
        Keypair second = keypair(2, Role.RESPONDER, 20 * SECOND);
        Keypair third = keypair(3, Role.RESPONDER, 30 * SECOND);
        slots.installInitiated(first);
        slots.installResponded(second);
        slots.installResponded(third);
        assertThat(slots.takeRetired()).containsExactly(second);
        assertThat(slots.sending()).isSameAs(first);
        assertThat(slots.confirm(second)).as("is no more").isFalse();
        assertThat(slots.confirm(third)).isTrue();
        assertThat(slots.confirm(third)).as("once").isFalse();
        assertThat(slots.all()).containsExactly(third, first);
        slots.expire(first.createdNanos() + SessionLimits.REJECT_AFTER_TIME);
        assertThat(slots.takeRetired()).containsExactly(first);
        slots.clear();
        assertThat(slots.takeRetired()).containsExactly(third);
        assertThat(slots.sending()).isNull();
    }

    @Test
    void theWinnersHandshakeCountsIfBothCallAtOnce() {
        for (boolean ownWins : new boolean[] {true, false}) {
            KeypairSlots slots = new KeypairSlots(ownWins);
            Keypair theirs = keypair(1, Role.RESPONDER, 10 * SECOND);
            Keypair ours = keypair(2, Role.INITIATOR, 10 * SECOND + 5);
            slots.installResponded(theirs);
            slots.installInitiated(ours);
            assertThat(slots.confirm(theirs)).isEqualTo(!ownWins);
            assertThat(slots.sending()).isSameAs(ownWins ? ours : theirs);
            assertThat(slots.all()).containsExactlyInAnyOrder(ours, theirs);
        }
    }

    @Test
    void refusesSettingsOutOfRange() {
        List<CipherSuite> ciphers = List.of(CipherSuite.CHACHA20_POLY1305);
        assertThatThrownBy(() -> new SessionSettings(List.of(), 1, Optional.empty()))
                .hasMessageContaining("ciphers: none (expected: at least one)");
        assertThatThrownBy(() -> new SessionSettings(ciphers, 0, Optional.empty()))
                .hasMessageContaining("workers: 0 (expected: at least 1)");
        assertThatThrownBy(() -> new SessionSettings(ciphers, 1, Optional.of(Duration.ZERO)))
                .hasMessageContaining("expected: 1 to 65535 s");
        assertThatThrownBy(() -> new SessionSettings(ciphers, 1, Optional.of(Duration.ofDays(1))))
                .hasMessageContaining("expected: 1 to 65535 s");
    }

    @Test
    void activityRemembersWhatTheWorkerReports() {
        PeerActivity activity = new PeerActivity();
        assertThat(activity.receivedNanos()).isEqualTo(NEVER);
        activity.dataSent(3, 300, 5);
        activity.keepaliveSent(7);
        activity.dataReceived(2, 200, 6);
        activity.keepaliveReceived(9);
        assertThat(activity.dataSentNanos()).isEqualTo(5);
        assertThat(activity.sentNanos()).isEqualTo(7);
        assertThat(activity.dataReceivedNanos()).isEqualTo(6);
        assertThat(activity.receivedNanos()).isEqualTo(9);
        assertThat(List.of(activity.packetsOut(), activity.bytesOut(), activity.packetsIn(), activity.bytesIn()))
                .containsExactly(3L, 300L, 2L, 200L);
    }

    @Test
    void aPacketThatWentOutIsAFrameThatWentOut() {
        PeerActivity activity = new PeerActivity();
        activity.dataSent(1, 10, 5);
        activity.dataReceived(1, 10, 6);
        assertThat(activity.sentNanos()).isEqualTo(5);
        assertThat(activity.receivedNanos()).isEqualTo(6);
    }

    @Test
    void owesOneAnswerForWhatCame() {
        PeerActivity activity = new PeerActivity();
        SessionTimers timers = new SessionTimers(activity, Optional.empty());
        activity.dataReceived(1, 10, 0);
        timers.observe();
        assertThat(timers.answerDue(10 * SECOND - 1)).isFalse();
        assertThat(timers.answerDue(10 * SECOND)).isTrue();
        timers.observe();
        assertThat(timers.answerDue(11 * SECOND)).isFalse();
    }

    @Test
    void keepsThePathOpenOnceInEachInterval() {
        PeerActivity activity = new PeerActivity();
        SessionTimers timers = new SessionTimers(activity, Optional.of(Duration.ofSeconds(25)));
        activity.keepaliveSent(SECOND);
        assertThat(timers.persistentKeepaliveDue(26 * SECOND - 1)).isFalse();
        assertThat(timers.persistentKeepaliveDue(26 * SECOND)).isTrue();
        assertThat(timers.persistentKeepaliveDue(51 * SECOND - 1)).isFalse();
        assertThat(timers.persistentKeepaliveDue(51 * SECOND)).isTrue();
    }

    @Test
    void ofTwoCallsTheLaterOneCountsWhereTheFirstOneCouldBeOld() {
        for (long later : new long[] {0, SessionLimits.REKEY_TIMEOUT, SessionLimits.REKEY_TIMEOUT + 1}) {
            KeypairSlots slots = new KeypairSlots(false);
            Keypair theirs = keypair(1, Role.RESPONDER, 0);
            Keypair ours = keypair(2, Role.INITIATOR, later);
            slots.installResponded(theirs);
            slots.installInitiated(ours);
            assertThat(slots.confirm(theirs)).isEqualTo(later <= SessionLimits.REKEY_TIMEOUT);
        }
    }

    @Test
    void whoWinsYieldsToWhatIsNewer() {
        for (long earlier : new long[] {0, 1}) {
            KeypairSlots slots = new KeypairSlots(true);
            Keypair ours = keypair(2, Role.INITIATOR, 0);
            Keypair theirs = keypair(1, Role.RESPONDER, earlier);
            slots.installInitiated(ours);
            slots.installResponded(theirs);
            assertThat(slots.confirm(theirs)).isEqualTo(earlier > 0);
        }
    }

    @Test
    void cookieServesUntilShortlyBeforeItEnds() throws Exception {
        byte[] key = new byte[32];
        key[0] = 9;
        InetSocketAddress from = new InetSocketAddress(InetAddress.getByName("192.0.2.1"), 51820);
        MacStamp stamp = new MacStamp(key);
        MacCheck check = new MacCheck(key, new Random(1));
        byte[] frame = new byte[148];
        long start = 1000 * SECOND;
        stamp.stamp(frame, start);
        assertThat(check.mac2Valid(frame, from, start)).isFalse();
        assertThat(stamp.onCookieReply(check.cookieReply(frame, 7, from, start), start))
                .isTrue();
        stamp.stamp(frame, start + 115 * SECOND - 1);
        assertThat(check.mac2Valid(frame, from, start + 120 * SECOND - 1)).isTrue();
        assertThat(check.mac2Valid(frame, from, start + 120 * SECOND))
                .as("its secret is gone")
                .isFalse();
        byte[] later = new byte[148];
        stamp.stamp(later, start + 115 * SECOND);
        assertThat(Arrays.copyOfRange(later, 132, 148)).containsOnly(0);
    }

    @Test
    void aSourceThatIsProvenHasItsTokens() throws Exception {
        byte[] key = new byte[32];
        key[0] = 9;
        InetSocketAddress from = new InetSocketAddress(InetAddress.getByName("192.0.2.1"), 51820);
        HandshakeGate gate = new HandshakeGate(key, new Random(1));
        MacStamp stamp = new MacStamp(key);
        byte[] frame = new byte[148];
        stamp.stamp(frame, SECOND);
        for (int i = 0; i < HandshakeLimiter.UNDER_LOAD; i++) {
            assertThat(gate.check(0, frame, from, SECOND, new Outbox())).isNull();
        }
        Outbox out = new Outbox();
        assertThat(gate.check(0, frame, from, SECOND, out)).isEqualTo(HandshakeDrop.COOKIE);
        byte[] reply = LoneSession.datagram(out.drain(_ -> new SessionSnapshot(0, List.of())));
        assertThat(stamp.onCookieReply(reply, SECOND)).isTrue();
        stamp.stamp(frame, SECOND);
        for (int i = 0; i < 5; i++) {
            assertThat(gate.check(0, frame, from, SECOND, new Outbox())).isNull();
        }
        assertThat(gate.check(0, frame, from, SECOND, new Outbox())).isEqualTo(HandshakeDrop.RATE);
    }

    @Test
    void twoCookieRepliesHaveTwoNonces() throws Exception {
        MacCheck check = new MacCheck(new byte[32], new Random(1));
        InetSocketAddress from = new InetSocketAddress(InetAddress.getByName("192.0.2.1"), 51820);
        byte[] first = check.cookieReply(new byte[148], 7, from, 0);
        byte[] second = check.cookieReply(new byte[148], 7, from, 0);
        assertThat(Arrays.copyOfRange(first, 8, 32)).isNotEqualTo(Arrays.copyOfRange(second, 8, 32));
    }

    @Test
    void printsNoSecret() {
        assertThat(new TransportKeys(new byte[32], new byte[32]).toString()).isEqualTo("(secret)");
        assertThat(new PeerKeys(new byte[32], new byte[32], new byte[32]).toString())
                .isEqualTo("(secret)");
        assertThat(new ResponderHandshake(new byte[92], new TransportKeys(new byte[32], new byte[32])).toString())
                .isEqualTo("(secret)");
    }

    private static Keypair keypair(int index, Role role, long createdNanos) {
        KeypairId id = new KeypairId(new PeerId("west", "gw"), 0, role, CipherSuite.CHACHA20_POLY1305, index, index);
        JdkEngine engine = new JdkEngine();
        return new TransportKeys(new byte[32], new byte[32]).toKeypair(id, new PeerActivity(), engine, createdNanos);
    }
}
