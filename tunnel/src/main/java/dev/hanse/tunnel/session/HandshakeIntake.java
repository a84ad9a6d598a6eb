// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.crypto.Tai64n;
import dev.hanse.tunnel.wire.CookieReplyFrame;
import dev.hanse.tunnel.wire.FrameKind;
import dev.hanse.tunnel.wire.HandshakeHeader;
import dev.hanse.tunnel.wire.ResponseFrame;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Takes handshake frames to the session they are for. Every way out is null or one reason to drop. */
final class HandshakeIntake {

    private final SessionContext context;
    private final PeerTable peers;
    private final HandshakeGate gate;

    HandshakeIntake(SessionContext context, PeerTable peers) {
        this.context = context;
        this.peers = peers;
        this.gate = new HandshakeGate(context.own().publicKey(), context.random());
    }

    @Nullable
    HandshakeDrop take(int worker, byte[] frame, InetSocketAddress from, long nowNanos, Outbox out) {
        return switch (FrameKind.of(frame, 0, frame.length)) {
            case INITIATION -> onInitiation(worker, frame, from, nowNanos, out);
            case RESPONSE -> onResponse(worker, frame, from, nowNanos, out);
            case COOKIE_REPLY -> onCookieReply(worker, frame, nowNanos);
            case TRANSPORT, MALFORMED -> HandshakeDrop.MALFORMED;
        };
    }

    private @Nullable HandshakeDrop onInitiation(
            int worker, byte[] frame, InetSocketAddress from, long nowNanos, Outbox out) {
        CipherSuite suite = HandshakeHeader.suite(frame);
        if (suite == null || !context.takes(suite)) {
            return HandshakeDrop.MALFORMED;
        }
        HandshakeDrop refused = gate.check(worker, frame, from, nowNanos, out);
        if (refused != null) {
            return refused;
        }
        ReceivedInitiation initiation = ReceivedInitiation.open(context.own(), suite, frame);
        if (initiation == null) {
            return HandshakeDrop.FORGED;
        }
        HandshakeDrop drop = answer(worker, initiation, from, nowNanos, out);
        initiation.erase();
        return drop;
    }

    private @Nullable HandshakeDrop answer(
            int worker, ReceivedInitiation initiation, InetSocketAddress from, long nowNanos, Outbox out) {
        Peer peer = peers.find(initiation.caller());
        if (peer == null) {
            return HandshakeDrop.UNKNOWN_PEER;
        }
        Tai64n timestamp = initiation.authenticate(peer.keys());
        return timestamp == null
                ? HandshakeDrop.FORGED
                : peer.session(worker).onInitiation(initiation, timestamp, from, nowNanos, out);
    }

    private @Nullable HandshakeDrop onResponse(
            int worker, byte[] frame, InetSocketAddress from, long nowNanos, Outbox out) {
        if (HandshakeHeader.suite(frame) == null) {
            return HandshakeDrop.MALFORMED;
        }
        Session session = context.indices().get(worker).find(ResponseFrame.receiverIndex(frame));
        if (session == null) {
            return HandshakeDrop.UNKNOWN_INDEX;
        }
        HandshakeDrop refused = gate.check(worker, frame, from, nowNanos, out);
        return refused != null ? refused : session.onResponse(frame, from, nowNanos, out);
    }

    private @Nullable HandshakeDrop onCookieReply(int worker, byte[] frame, long nowNanos) {
        if (!CookieReplyFrame.wellFormed(frame)) {
            return HandshakeDrop.MALFORMED;
        }
        Session session = context.indices().get(worker).find(CookieReplyFrame.receiverIndex(frame));
        if (session == null) {
            return HandshakeDrop.UNKNOWN_INDEX;
        }
        return session.onCookieReply(frame, nowNanos) ? null : HandshakeDrop.FORGED;
    }
}
