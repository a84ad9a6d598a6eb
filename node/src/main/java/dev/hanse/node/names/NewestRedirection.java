// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.names;

import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Hands redirections to a thread that blocks: while it is busy only the newest waits, and nothing queues up behind it. Any thread. */
public final class NewestRedirection {

    private final Executor thread;
    private final Consumer<Redirection> keeper;
    private final AtomicReference<@Nullable Redirection> waiting = new AtomicReference<>();

    /** @param keeper called on the thread */
    public NewestRedirection(Executor thread, Consumer<Redirection> keeper) {
        this.thread = thread;
        this.keeper = keeper;
    }

    /** Takes the place of one that waits. */
    public void want(Redirection now) {
        if (waiting.getAndSet(now) == null) {
            thread.execute(() -> keeper.accept(Objects.requireNonNull(waiting.getAndSet(null))));
        }
    }
}
