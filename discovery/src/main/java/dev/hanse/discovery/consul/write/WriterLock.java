// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul.write;

import dev.hanse.discovery.consul.ConsulException;
import dev.hanse.discovery.consul.ConsulReply;
import dev.hanse.discovery.consul.ConsulRequests;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The lock by which one of the cluster's gateways writes: a key that a session has. The session is on the node of the imports, without checks: it ends with its time, or by whoever ends it. Used by
 * one thread; {@link #isHeld} may be called from any.
 */
final class WriterLock {

    /** Consul's shortest; it may wait for twice as long. */
    private static final String TTL = "10s";

    private static final Duration RENEW = Duration.ofSeconds(3);

    /** Consul may have ended a session that was not renewed for so long. */
    private static final Duration ENDED = Duration.ofSeconds(20);

    /** A holder that does not know for longer what is to be written gives way to another one. */
    private static final Duration STALE = Duration.ofSeconds(5);

    private final String node;
    private final String key;
    private final String self;
    private final LongSupplier nanos;
    private volatile String session = "";
    private volatile boolean held;
    private volatile long renewedAt;
    private String before = "";
    private long freshAt;

    /**
     * @param node of the imports
     * @param key of the lock
     * @param self the gateway's name
     */
    WriterLock(String node, String key, String self, LongSupplier nanos) {
        this.node = node;
        this.key = key;
        this.self = self;
        this.nanos = nanos;
        this.freshAt = nanos.getAsLong();
    }

    /**
     * Takes it, keeps it, or lets it go.
     *
     * @param seen as it was read last
     * @param fresh whether this gateway knows what is to be written
     * @return whether it may write now
     */
    boolean turn(ConsulRequests connection, SeenLock seen, boolean fresh) throws ConsulException, InterruptedException {
        long now = nanos.getAsLong();
        freshAt = fresh ? now : freshAt;
        if (held && (now - freshAt > STALE.toNanos() || isAnothers(seen))) {
            release(connection);
        }
        renew(connection);
        if (!held && fresh && isFree(seen)) {
            take(connection, seen);
        }
        return isHeld() && fresh;
    }

    /** What was read before it was taken says nothing of who has it now. */
    private boolean isAnothers(SeenLock seen) {
        String there = seen.session();
        return !there.isEmpty() && !there.equals(session) && !there.equals(before);
    }

    /** Of a process of before that had this gateway's name nothing more is to be feared: it fails at each look at the lock. */
    private boolean isFree(SeenLock seen) {
        return seen.session().isEmpty() || seen.holder().equals(self);
    }

    /** Makes the time longer where that is due. */
    void renew(ConsulRequests connection) throws ConsulException, InterruptedException {
        long now = nanos.getAsLong();
        if (held && now - renewedAt > RENEW.toNanos()) {
            ConsulReply reply = connection.write("/v1/session/renew/" + session, "");
            if (!reply.isDone()) {
                lost();
                return;
            }
            renewedAt = now;
        }
    }

    private void take(ConsulRequests connection, SeenLock seen) throws ConsulException, InterruptedException {
        if (!seen.session().isEmpty()) {
            connection.write("/v1/session/destroy/" + seen.session(), "");
        }
        before = seen.session();
        renewedAt = nanos.getAsLong();
        session = newSession(connection);
        ConsulReply taken = connection.write("/v1/kv/" + key + "?acquire=" + session, self);
        held = taken.isDone() && taken.body().toString().strip().equals("true");
        if (!held) {
            release(connection);
        }
    }

    /** Nobody has to wait after it has ended: whoever had the lock is kept from writing by the look at it. */
    private String newSession(ConsulRequests connection) throws ConsulException, InterruptedException {
        JsonObject made = new JsonObject()
                .put("Name", "hanse imports, gateway " + self)
                .put("Node", node)
                .put("NodeChecks", new JsonArray())
                .put("TTL", TTL)
                .put("LockDelay", "0s")
                .put("Behavior", "release");
        ConsulReply reply = connection.write("/v1/session/create", made.encode());
        if (!reply.isDone()) {
            throw new ConsulException("no session: HTTP " + reply.status());
        }
        return new JsonObject(reply.body()).getString("ID");
    }

    /** Lets another gateway have it at once. */
    void release(ConsulRequests connection) throws ConsulException, InterruptedException {
        String ended = session;
        lost();
        if (!ended.isEmpty()) {
            connection.write("/v1/session/destroy/" + ended, "");
        }
    }

    /** It is not ours any more. */
    void lost() {
        held = false;
        session = "";
    }

    /** What writes have to name. */
    String session() {
        return session;
    }

    /** Not while Consul may have given it to somebody else without a word. */
    boolean isHeld() {
        return held && nanos.getAsLong() - renewedAt < ENDED.toNanos();
    }
}
