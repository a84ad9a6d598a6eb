// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway;

import dev.hanse.discovery.dns.listen.FamilyTransport;
import dev.hanse.net.lifecycle.CloseStack;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads that the parts share, with an end that is bounded in time. */
final class Runtimes {

    private static final long CLOSE_MILLIS = 500;

    private Runtimes() {}

    /** Virtual threads for what may block: files and single calls. */
    static ExecutorService blocking(CloseStack parts) {
        ExecutorService executor = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("hanse-blocking-", 0).factory());
        parts.add(() -> end(executor));
        return executor;
    }

    /**
     * One thread for one part that must wait for no other; after its end tasks are dropped. Not a virtual one: those
     * share a few threads of the system, and a slow disk can hold all of them.
     */
    static Executor alone(CloseStack parts, String name) {
        ExecutorService executor = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name(name).factory(),
                new ThreadPoolExecutor.DiscardPolicy());
        parts.add(() -> end(executor));
        return executor;
    }

    private static void end(ExecutorService executor) throws InterruptedException {
        executor.shutdown();
        if (!executor.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
            executor.shutdownNow();
        }
    }

    /**
     * Event loops for DNS, tunnel and admin. Nothing is served from the class path, for which Vert.x would need a folder
     * for temporary files.
     */
    static Vertx vertx(CloseStack parts) {
        FileSystemOptions files =
                new FileSystemOptions().setClassPathResolvingEnabled(false).setFileCachingEnabled(false);
        Vertx vertx = Vertx.builder()
                .with(new VertxOptions().setFileSystemOptions(files))
                .withTransport(FamilyTransport.ofThisSystem())
                .build();
        parts.add(
                () -> vertx.close().toCompletionStage().toCompletableFuture().get(CLOSE_MILLIS, TimeUnit.MILLISECONDS));
        return vertx;
    }
}
