// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.lifecycle;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiConsumer;

/**
 * What was started, closed in reverse order. One part that fails to close keeps no other from being closed. Not
 * thread-safe.
 */
public final class CloseStack implements AutoCloseable {

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final BiConsumer<AutoCloseable, Exception> onFailure;

    /**
     * @param onFailure is told which part failed to close and how, before the next one is closed; does not throw
     */
    public CloseStack(BiConsumer<AutoCloseable, Exception> onFailure) {
        this.onFailure = onFailure;
    }

    /** Takes a part that was started and returns it. */
    public <T extends AutoCloseable> T add(T part) {
        parts.push(part);
        return part;
    }

    /** Closes every part, the last one first. Idempotent. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                onFailure.accept(part, e);
            }
        }
    }
}
