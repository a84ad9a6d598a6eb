// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import dev.hanse.tunnel.crypto.Tai64n;
import dev.hanse.tunnel.wire.HandshakeHeader;
import dev.hanse.tunnel.wire.ResponseFrame;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Handshakes, keypairs and timers between us and one peer over one worker's port. Owned by the control event loop. */
final class Session {

    private final Peer peer;
    private final int worker;
    private final SessionContext context;
    private final PeerActivity activity = new PeerActivity();
    private final MacStamp stamp;
    private final KeypairSlots slots;
    private final SessionTimers timers;
    private List<InetSocketAddress> addresses = List.of();
    private long heardBeforeNews = PeerActivity.NEVER;
    private @Nullable Attempt attempt;
    private long initiationSentNanos = PeerActivity.NEVER;
    private long initiationTakenNanos = PeerActivity.NEVER;

    Session(Peer peer, PeerKeys keys, int worker, SessionContext context) {
        this.peer = peer;
        this.worker = worker;
        this.context = context;
        this.stamp = new MacStamp(keys.publicKey());
        boolean ownWins = Arrays.compareUnsigned(context.own().publicKey(), keys.publicKey()) < 0;
        this.slots = new KeypairSlots(ownWins);
        this.timers = new SessionTimers(activity, context.settings().persistentKeepalive());
    }

    /** The configured addresses are known or may have changed: the first one serves until the peer is heard. */
    void onAddresses() {
        List<InetSocketAddress> before = addresses;
        addresses = RemoteAddresses.forWorker(peer.config().remoteAddresses(), worker);
        if (activity.remote() == null || slots.all().isEmpty()) {
            addresses.stream().findFirst().ifPresent(activity::learnRemote);
        }
        if (peer.config().pathProbes() && !Set.copyOf(addresses).equals(Set.copyOf(before))) {
            heardBeforeNews = activity.receivedNanos();
            if (attempt != null) {
                attempt.restart(initiationSentNanos + SessionLimits.NEWS_DISTANCE);
            }
        }
    }

    /** A packet waits. */
    void request(long nowNanos, Outbox out) {
        Keypair sending = slots.sending();
        if (attempt == null && (sending == null || spent(sending, nowNanos))) {
            begin(nowNanos, out);
        }
    }

    /** Time has passed. */
    void tick(long nowNanos, Outbox out) {
        slots.expire(nowNanos);
        eraseRetired(out);
        timers.observe();
        boolean due = timers.handshakeDue(slots.sending(), patience(), nowNanos);
        if (attempt != null && !due && isNeedless(attempt, nowNanos)) {
            end(attempt);
        }
        if (attempt != null) {
            pursue(attempt, nowNanos, out);
        } else if (due) {
            begin(nowNanos, out);
        }
        keepAlive(nowNanos, out);
    }

    /** An initiation of this peer with a valid tag has come. Null: answered; otherwise why not. */
    @Nullable
    HandshakeDrop onInitiation(
            ReceivedInitiation initiation, Tai64n timestamp, InetSocketAddress from, long nowNanos, Outbox out) {
        if (tooSoon(nowNanos) || !peer.seen().accept(worker, timestamp)) {
            return HandshakeDrop.REPLAYED;
        }
        initiationTakenNanos = nowNanos;
        int index = indices().allocate(this);
        ResponderHandshake answer = ResponderHandshake.answer(initiation, peer.keys(), index, context.random());
        if (answer == null) {
            indices().free(index);
            return HandshakeDrop.FORGED;
        }
        KeypairId id =
                new KeypairId(peer.id(), worker, Role.RESPONDER, initiation.suite(), index, initiation.senderIndex());
        slots.installResponded(answer.keys().toKeypair(id, activity, context.engine(), nowNanos));
        timers.settle(nowNanos);
        stamp.stamp(answer.frame(), nowNanos);
        eraseRetired(out);
        out.changed(worker);
        out.add(new SessionAction.Send(worker, from, answer.frame()));
        return null;
    }

    /** A response to an index of ours has come. Null: the session stands; otherwise why not. */
    @Nullable
    HandshakeDrop onResponse(byte[] frame, InetSocketAddress from, long nowNanos, Outbox out) {
        InitiatorHandshake handshake = attempt == null ? null : attempt.handshake();
        if (handshake == null || handshake.localIndex() != ResponseFrame.receiverIndex(frame)) {
            return HandshakeDrop.UNKNOWN_INDEX;
        }
        boolean sameSuite = HandshakeHeader.suite(frame) == handshake.suite();
        TransportKeys keys = sameSuite ? handshake.onResponse(frame) : null;
        if (keys == null) {
            return HandshakeDrop.FORGED;
        }
        KeypairId id = new KeypairId(
                peer.id(),
                worker,
                Role.INITIATOR,
                handshake.suite(),
                handshake.localIndex(),
                ResponseFrame.senderIndex(frame));
        Keypair keypair = keys.toKeypair(id, activity, context.engine(), nowNanos);
        handshake.erase();
        attempt = null;
        slots.installInitiated(keypair);
        activity.learnRemote(from);
        timers.settle(nowNanos);
        establish(keypair, out);
        return null;
    }

    /** A cookie reply to an index of ours has come; false if it is not authentic. */
    boolean onCookieReply(byte[] frame, long nowNanos) {
        return stamp.onCookieReply(frame, nowNanos);
    }

    /** The worker opened a first frame under a keypair of ours. */
    void onConfirmed(Keypair keypair, Outbox out) {
        if (slots.confirm(keypair)) {
            // The peer's handshake has done what ours was for.
            if (attempt != null) {
                end(attempt);
            }
            establish(keypair, out);
        } else {
            eraseRetired(out);
        }
    }

    /** The peer is no longer configured. */
    void close(Outbox out) {
        if (attempt != null) {
            end(attempt);
        }
        slots.clear();
        eraseRetired(out);
        out.changed(worker);
    }

    int worker() {
        return worker;
    }

    PeerSession toPeerSession() {
        return new PeerSession(peer.id(), slots.sending(), activity);
    }

    List<Keypair> keypairs() {
        return slots.all();
    }

    SessionStatus status(long nowNanos) {
        Optional<Keypair> sending = Optional.ofNullable(slots.sending());
        return new SessionStatus(
                peer.id(),
                worker,
                sending.map(keypair -> Duration.ofNanos(nowNanos - keypair.createdNanos())),
                sending.map(Keypair::suite),
                Optional.ofNullable(activity.remote()),
                attempt != null);
    }

    private void begin(long nowNanos, Outbox out) {
        boolean early = initiationSentNanos != PeerActivity.NEVER && nowNanos - initiationSentNanos < retry();
        Attempt begun = new Attempt(nowNanos, early ? initiationSentNanos + retry() : nowNanos);
        attempt = begun;
        pursue(begun, nowNanos, out);
    }

    /** It was begun since the peer was silent, and the peer was heard meanwhile under keys that are still good: after an outage of two seconds thousands of peers would shake hands otherwise. */
    private boolean isNeedless(Attempt pursued, long nowNanos) {
        Keypair sending = slots.sending();
        return sending != null && !spent(sending, nowNanos) && pursued.beganBefore(activity.receivedNanos());
    }

    private void pursue(Attempt pursued, long nowNanos, Outbox out) {
        if (pursued.exhausted(nowNanos)) {
            abandon(pursued, nowNanos, out);
        } else if (pursued.due(nowNanos)) {
            List<InetSocketAddress> remotes = remotes(pursued.tries());
            if (remotes.isEmpty()) {
                abandon(pursued, nowNanos, out);
            } else {
                initiate(pursued, remotes, nowNanos, out);
            }
        }
    }

    private List<InetSocketAddress> remotes(int tries) {
        InetSocketAddress remote = activity.remote();
        return isNewsLater()
                ? RemoteAddresses.chooseTold(remote, addresses, tries)
                : RemoteAddresses.choose(remote, addresses, tries).stream().toList();
    }

    private void initiate(Attempt pursued, List<InetSocketAddress> remotes, long nowNanos, Outbox out) {
        freeIndex(pursued);
        InitiatorHandshake handshake = InitiatorHandshake.start(
                context.own(),
                peer.keys(),
                context.suiteFor(peer.config()),
                indices().allocate(this),
                peer.timestamps().next(),
                context.random());
        stamp.stamp(handshake.frame(), nowNanos);
        long jitter = context.random().nextLong(SessionLimits.REKEY_JITTER);
        pursued.sent(handshake, nowNanos + retry() + jitter);
        initiationSentNanos = nowNanos;
        remotes.forEach(remote -> out.add(new SessionAction.Send(worker, remote, handshake.frame())));
    }

    private void abandon(Attempt abandoned, long nowNanos, Outbox out) {
        end(abandoned);
        timers.settle(nowNanos);
        out.add(new SessionAction.Abandoned(worker, peer.id()));
    }

    private void end(Attempt ended) {
        freeIndex(ended);
        ended.erase();
        attempt = null;
    }

    private void freeIndex(Attempt pursued) {
        InitiatorHandshake handshake = pursued.handshake();
        if (handshake != null) {
            indices().free(handshake.localIndex());
        }
    }

    private void establish(Keypair keypair, Outbox out) {
        eraseRetired(out);
        out.changed(worker);
        out.add(new SessionAction.Established(worker, peer.id(), keypair));
    }

    private void eraseRetired(Outbox out) {
        for (Keypair keypair : slots.takeRetired()) {
            indices().free(keypair.localIndex());
            out.changed(worker);
            out.add(new SessionAction.Erase(worker, keypair));
        }
    }

    private void keepAlive(long nowNanos, Outbox out) {
        boolean answer = timers.answerDue(nowNanos);
        boolean persistent = timers.persistentKeepaliveDue(nowNanos);
        if (slots.sending() != null && (answer || persistent)) {
            out.add(new SessionAction.Keepalive(worker, peer.id()));
        } else if (persistent) {
            request(nowNanos, out);
        }
    }

    private boolean tooSoon(long nowNanos) {
        return initiationTakenNanos != PeerActivity.NEVER
                && nowNanos - initiationTakenNanos < SessionLimits.INITIATION_DISTANCE;
    }

    private long retry() {
        return peer.config().pathProbes() ? SessionLimits.PROBED_REKEY_TIMEOUT : SessionLimits.REKEY_TIMEOUT;
    }

    private long patience() {
        return peer.config().pathProbes() ? RekeySchedule.PROBED_DEAD_AFTER : RekeySchedule.DEAD_AFTER;
    }

    private static boolean spent(Keypair keypair, long nowNanos) {
        return keypair.tooOld(nowNanos)
                || Long.compareUnsigned(keypair.sealedFrames(), SessionLimits.REJECT_AFTER_MESSAGES) >= 0;
    }

    /** Whether the peer was heard before its present addresses were told, and not since. */
    private boolean isNewsLater() {
        return heardBeforeNews != PeerActivity.NEVER && activity.receivedNanos() == heardBeforeNews;
    }

    private IndexTable indices() {
        return context.indices().get(worker);
    }
}
