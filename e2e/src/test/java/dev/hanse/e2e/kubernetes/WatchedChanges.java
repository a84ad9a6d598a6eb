// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The objects of a kind that are as they should be, by a watch. Any thread. */
final class WatchedChanges implements AutoCloseable {

    private final InputStream body;
    private final Predicate<JsonObject> wanted;
    private final Set<String> names = new HashSet<>();
    private @Nullable Exception ended;

    /** @param wanted of an object, with {@code metadata} */
    WatchedChanges(InputStream body, Predicate<JsonObject> wanted) {
        this.body = body;
        this.wanted = wanted;
        Thread.ofVirtual().name("watch").start(this::read);
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                onEvent(new JsonObject(line));
            }
            end(new EOFException("the server has ended the watch"));
        } catch (IOException | RuntimeException e) {
            end(e);
        }
    }

    private void onEvent(JsonObject event) {
        JsonObject object = event.getJsonObject("object");
        switch (event.getString("type")) {
            case "ADDED", "MODIFIED" -> put(object, wanted.test(object));
            case "DELETED" -> put(object, false);
            default -> throw new IllegalStateException(event.encode());
        }
    }

    private synchronized void put(JsonObject object, boolean asItShouldBe) {
        if (asItShouldBe) {
            names.add(WrittenObjects.name(object));
        } else {
            names.remove(WrittenObjects.name(object));
        }
        notifyAll();
    }

    private synchronized void end(Exception reason) {
        ended = reason;
        notifyAll();
    }

    /** Waits until so many are as they should be. */
    synchronized void await(int count, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (names.size() < count) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0 || ended != null) {
                throw new AssertionError(names.size() + " of " + count + " within " + limit, ended);
            }
            wait(left);
        }
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
