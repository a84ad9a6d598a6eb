// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/** The objects of a kind of which a watch has shown that they are as they should be. Any thread. */
final class WatchedChanges implements AutoCloseable {

    private final InputStream body;
    private final Predicate<JsonObject> wanted;
    private final Set<String> names = new HashSet<>();

    /** @param wanted of an object, with {@code metadata} */
    WatchedChanges(InputStream body, Predicate<JsonObject> wanted) {
        this.body = body;
        this.wanted = wanted;
        Thread.ofVirtual().name("watch").start(this::read);
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonObject object = new JsonObject(line).getJsonObject("object");
                if (wanted.test(object)) {
                    add(WrittenObjects.name(object));
                }
            }
        } catch (IOException _) {
            // It has ended.
        }
    }

    private synchronized void add(String name) {
        names.add(name);
        notifyAll();
    }

    /** Waits until so many are as they should be. */
    synchronized void await(int count, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (names.size() < count) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError(names.size() + " of " + count + " after " + limit);
            }
            wait(left);
        }
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
