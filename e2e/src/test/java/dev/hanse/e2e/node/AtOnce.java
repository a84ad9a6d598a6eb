// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.node;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Work that is done at once, since most of it waits. */
final class AtOnce {
    private AtOnce() {}

    /** Returns when all are done; fails as the first that failed, once all have ended. */
    static void run(List<Runnable> work) {
        List<CompletableFuture<Void>> all = work.stream()
                .map(each ->
                        CompletableFuture.runAsync(each, Thread.ofPlatform().daemon()::start))
                .toList();
        try {
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            throw new AssertionError(e.toString(), e);
        }
    }
}
