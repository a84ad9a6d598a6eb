// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Protects what was found from being lost or told twice, and the watch from what a look may throw. */
class HostWatchTest {

    private static final Finding OFF = new Finding(Finding.Code.FORWARDING_OFF, "it is off", "turn it on");

    private final AtomicReference<List<Finding>> host = new AtomicReference<>(List.of());
    private final AtomicInteger changes = new AtomicInteger();
    private final HostWatch watch = new HostWatch(host::get);

    @Test
    void changesAreToldOnceAndStayUntilTheyGo() {
        try (watch) {
            watch.start(changes::incrementAndGet);
            watch.look();
            assertThat(changes).hasValue(0);

            host.set(List.of(OFF));
            watch.look();
            watch.look();
            assertThat(watch.findings()).containsExactly(OFF);
            assertThat(changes).hasValue(1);

            host.set(List.of());
            watch.look();
            assertThat(watch.findings()).isEmpty();
            assertThat(changes).hasValue(2);
        }
    }

    @Test
    void aLookThatFailsChangesNothing() {
        host.set(List.of(OFF));
        watch.look();
        HostWatch failing = new HostWatch(() -> {
            throw new IllegalStateException("told to fail");
        });
        failing.look();
        assertThat(failing.findings()).isEmpty();
        assertThat(watch.findings()).containsExactly(OFF);
    }
}
