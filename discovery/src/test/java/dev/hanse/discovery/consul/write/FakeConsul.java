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

/** Answers what a test says, by the beginning of the path, and keeps what it was told. Not for several threads. */
final class FakeConsul implements ConsulRequests {

    private final Map<String, ConsulReply> replies = new LinkedHashMap<>();
    private final Map<String, String> things = new LinkedHashMap<>();
    private final List<String> written = new ArrayList<>();
    private boolean away;

    FakeConsul reply(String path, int status, String body) {
        replies.put(path, new ConsulReply(status, Buffer.buffer(body)));
        return this;
    }

    FakeConsul has(String path, String body) {
        things.put(path, body);
        return this;
    }

    void away(boolean now) {
        away = now;
    }

    /** Paths and bodies since the last time. */
    List<String> written() {
        List<String> since = List.copyOf(written);
        written.clear();
        return since;
    }

    @Override
    public ConsulAnswer<Optional<Buffer>> read(String path, long index) throws ConsulException {
        requireThere();
        return new ConsulAnswer<>(
                1, false, Optional.ofNullable(things.get(path)).map(Buffer::buffer));
    }

    @Override
    public ConsulReply write(String path, String body) throws ConsulException {
        requireThere();
        written.add(path + " " + body);
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
