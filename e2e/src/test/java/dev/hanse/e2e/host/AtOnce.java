// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.host;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Work that is done at once, since most of it waits. */
public final class AtOnce {
    private AtOnce() {}

    /** Returns when all are done; fails as the first that failed, once all have ended. */
    public static void run(List<Runnable> work) {
        get(work.stream()
                .<Supplier<Boolean>>map(each -> () -> {
                    each.run();
                    return true;
                })
                .toList());
    }

    /** What all give, in their order; otherwise as {@link #run}. */
    public static <T> List<T> get(List<Supplier<T>> work) {
        List<CompletableFuture<T>> all = work.stream()
                .map(each ->
                        CompletableFuture.supplyAsync(each, Thread.ofPlatform().daemon()::start))
                .toList();
        try {
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            throw new AssertionError(e.toString(), e);
        }
        return all.stream().map(CompletableFuture::join).toList();
    }
}
