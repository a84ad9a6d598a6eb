// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.model.ServiceName;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Protects services from being looked at by two workers, too early, or never. */
final class WorkQueueTest {

    private static final ServiceName A = new ServiceName("shop", "a");
    private static final ServiceName B = new ServiceName("shop", "b");

    private final WorkQueue<ServiceName> queue = new WorkQueue<>(System::nanoTime);

    @Test
    void eachIsTakenOnceWhenItIsDue() throws InterruptedException {
        queue.add(A, Duration.ofMillis(20));
        queue.add(B);
        queue.add(B);

        assertThat(queue.take()).isEqualTo(B);
        assertThat(queue.take()).isEqualTo(A);
    }

    @Test
    void whatIsToBeLookedAtSoonerIs() throws InterruptedException {
        queue.add(A, Duration.ofDays(1));
        queue.add(A);

        assertThat(queue.take()).isEqualTo(A);
    }

    @Test
    void whatComesWhileItIsLookedAtIsLookedAtAgainAfterwards() throws InterruptedException {
        queue.add(A);
        queue.take();
        queue.add(A);
        queue.add(B);

        assertThat(queue.take()).as("the other one").isEqualTo(B);
        queue.done(A);
        assertThat(queue.take()).isEqualTo(A);
    }
}
