// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Events that were sent on another thread, in their order. */
final class SentEvents {

    private final BlockingQueue<ApiEvent> sent = new LinkedBlockingQueue<>();

    void add(ApiEvent event) {
        sent.add(event);
    }

    void forget() {
        sent.clear();
    }

    boolean isEmpty() {
        return sent.isEmpty();
    }

    /** Waits for it. */
    ApiEvent next() throws InterruptedException {
        ApiEvent event = sent.poll(10, TimeUnit.SECONDS);
        assertThat(event).isNotNull();
        return event;
    }

    void nothingElse() throws InterruptedException {
        assertThat(sent.poll(200, TimeUnit.MILLISECONDS)).isNull();
    }
}
