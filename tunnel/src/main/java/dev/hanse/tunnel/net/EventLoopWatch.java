// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.net;

import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import org.jspecify.annotations.Nullable;

/**
 * Watches a file descriptor on a Vert.x event loop: the only place that looks under Vert.x's cover. Level-triggered: the handler is called
 * as long as there is something to read and no task of the event loop asks for another one.
 */
public final class EventLoopWatch implements AutoCloseable {

    private final IoRegistration registration;

    private EventLoopWatch(IoRegistration registration) {
        this.registration = registration;
    }

    /** Whether this system has the native transport that this needs. */
    public static boolean available() {
        return Epoll.isAvailable();
    }

    /** Why not, in a few words: what the system said of the library that was tried last. */
    public static String unavailability() {
        Throwable cause = unavailabilityCause();
        while (cause != null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause == null) {
            return "";
        }
        Throwable[] tried = cause.getSuppressed();
        Throwable last = tried.length == 0 ? cause : tried[tried.length - 1];
        return String.valueOf(last.getMessage()).lines().findFirst().orElse("");
    }

    /** Why not; null where it is there. */
    public static @Nullable Throwable unavailabilityCause() {
        return Epoll.unavailabilityCause();
    }

    /**
     * Begins to watch.
     *
     * @param context a context on an event loop of the epoll transport
     * @param handler runs on that event loop; must not throw
     */
    public static Future<EventLoopWatch> open(Context context, int descriptor, Runnable handler) {
        Promise<EventLoopWatch> promise = Promise.promise();
        IoEventLoop loop = (IoEventLoop) ((ContextInternal) context).nettyEventLoop();
        loop.register(new Handle(new FileDescriptor(descriptor), handler)).addListener(result -> {
            if (!result.isSuccess()) {
                promise.fail(result.cause());
                return;
            }
            IoRegistration registration = (IoRegistration) result.getNow();
            registration.submit(EpollIoOps.EPOLLIN);
            promise.complete(new EventLoopWatch(registration));
        });
        return promise.future();
    }

    /**
     * Runs a task after those that the event loop has now. Unlike {@link Context#runOnContext} it makes no object.
     *
     * @param context as for {@link #open}
     */
    public static void execute(Context context, Runnable task) {
        ((ContextInternal) context).nettyEventLoop().execute(task);
    }

    /** Stops; does not close the descriptor. To be called on the event loop. */
    @Override
    public void close() {
        registration.cancel();
    }

    private record Handle(FileDescriptor fd, Runnable handler) implements EpollIoHandle {

        @Override
        public void handle(IoRegistration registration, IoEvent event) {
            handler.run();
        }

        @Override
        public void close() {
            // The descriptor belongs to its edge.
        }
    }
}
