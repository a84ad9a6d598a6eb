// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway;

import dev.hanse.net.lifecycle.CloseStack;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Threads that the parts share, with an end that is bounded in time. */
final class Runtimes {

    private static final long CLOSE_MILLIS = 500;

    private Runtimes() {}

    /** Virtual threads for what may block: files and single calls. */
    static ExecutorService blocking(CloseStack parts) {
        ExecutorService executor = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("hanse-blocking-", 0).factory());
        parts.add(() -> {
            executor.shutdown();
            if (!executor.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
                executor.shutdownNow();
            }
        });
        return executor;
    }

    /** Event loops for DNS, tunnel and admin. */
    static Vertx vertx(CloseStack parts) {
        Vertx vertx = Vertx.builder()
                .with(new VertxOptions().setPreferNativeTransport(true))
                .build();
        parts.add(
                () -> vertx.close().toCompletionStage().toCompletableFuture().get(CLOSE_MILLIS, TimeUnit.MILLISECONDS));
        return vertx;
    }
}
