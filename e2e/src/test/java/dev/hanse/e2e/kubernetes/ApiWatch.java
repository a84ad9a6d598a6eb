// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A watch that a test has by hand. For any thread. */
public final class ApiWatch implements AutoCloseable {
    private final InputStream body;
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final Thread reader;

    ApiWatch(InputStream body) {
        this.body = body;
        reader = Thread.ofVirtual().name("watch").start(this::read);
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                events.add(line);
            }
        } catch (IOException _) {
            // It has ended.
        }
    }

    /** What came until now, each in JSON. */
    public List<String> events() {
        return List.copyOf(events);
    }

    /** Whether it has ended, in whichever way. */
    public boolean hasEnded() {
        return !reader.isAlive();
    }

    /** Ends it. */
    @Override
    public void close() throws IOException {
        body.close();
    }
}
