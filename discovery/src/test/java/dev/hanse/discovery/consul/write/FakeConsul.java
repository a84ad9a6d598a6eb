// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul.write;

import dev.hanse.discovery.consul.ConsulAnswer;
import dev.hanse.discovery.consul.ConsulException;
import dev.hanse.discovery.consul.ConsulReply;
import dev.hanse.discovery.consul.ConsulRequests;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers what a test says, by the beginning of the path, and keeps what it was told. Nothing changes by itself: who asks for something newer waits for ever. For any thread. */
final class FakeConsul implements ConsulRequests {

    private final Map<String, ConsulReply> replies = new LinkedHashMap<>();
    private final Map<String, String> things = new LinkedHashMap<>();
    private final List<String> written = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private Runnable onWrite = () -> {};
    private String failing = "";
    private boolean away;
    private boolean deaf;
    private int waiting;

    synchronized FakeConsul reply(String path, int status, String body) {
        replies.put(path, new ConsulReply(status, Buffer.buffer(body)));
        return this;
    }

    synchronized FakeConsul has(String path, String body) {
        things.put(path, body);
        return this;
    }

    synchronized void away(boolean now) {
        away = now;
    }

    /** To requests with this in the body there is no answer; empty: to all. */
    synchronized void failing(String text) {
        failing = text;
    }

    /** Whether those who wait do not end when they are interrupted. */
    synchronized void deaf(boolean now) {
        deaf = now;
    }

    /** How many have asked for something newer. */
    synchronized int waiting() {
        return waiting;
    }

    private synchronized void await() throws InterruptedException {
        try {
            wait();
        } catch (InterruptedException e) {
            if (!deaf) {
                throw e;
            }
        }
    }

    /** Runs after each change. */
    synchronized void onWrite(Runnable action) {
        onWrite = action;
    }

    /** Paths and bodies since the last time. */
    synchronized List<String> written() {
        return taken(written);
    }

    /** Paths that were read since the last time. */
    synchronized List<String> asked() {
        return taken(asked);
    }

    private static List<String> taken(List<String> from) {
        List<String> since = List.copyOf(from);
        from.clear();
        return since;
    }

    @Override
    public synchronized ConsulAnswer<Optional<Buffer>> read(String path, long index)
            throws ConsulException, InterruptedException {
        requireThere();
        waiting += index == 0 ? 0 : 1;
        while (index != 0) {
            await();
        }
        asked.add(path);
        return new ConsulAnswer<>(
                1, false, Optional.ofNullable(things.get(path)).map(Buffer::buffer));
    }

    @Override
    public ConsulReply write(String path, String body) throws ConsulException {
        Runnable action = keep(path, body);
        action.run();
        return answer(path);
    }

    private synchronized Runnable keep(String path, String body) throws ConsulException {
        requireThere();
        written.add(path + " " + body);
        if (!failing.isEmpty() && body.contains(failing)) {
            throw new ConsulException("no answer");
        }
        return onWrite;
    }

    private synchronized ConsulReply answer(String path) {
        return replies.entrySet().stream()
                .filter(each -> path.startsWith(each.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseGet(() -> new ConsulReply(200, Buffer.buffer("true")));
    }

    private void requireThere() throws ConsulException {
        if (away) {
            throw new ConsulException("away");
        }
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
