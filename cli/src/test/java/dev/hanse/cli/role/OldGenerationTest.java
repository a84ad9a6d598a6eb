// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.role;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

class OldGenerationTest {

    private static final long MIB = 1L << 20;

    private long used;
    private long threshold;

    private final MemoryPoolMXBean pool = (MemoryPoolMXBean) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {MemoryPoolMXBean.class}, (_, method, arguments) -> {
                if (method.getName().equals("setUsageThreshold")) {
                    threshold = (long) arguments[0];
                    return null;
                }
                return new MemoryUsage(0, used, 372 * MIB, 372 * MIB);
            });

    @Test
    void theNextCollectionIsDueWhenHalfAsMuchAgainHasCome() {
        used = 90 * MIB;

        new OldGeneration(pool, () -> used = 40 * MIB).onExceeded();

        assertThat(threshold).isEqualTo(60 * MIB);
    }

    @Test
    void aSmallOneMayGrowToTheLeastThatIsWorthIt() {
        used = 25 * MIB;

        new OldGeneration(pool, () -> used = 9 * MIB).onExceeded();

        assertThat(threshold).isEqualTo(OldGeneration.LEAST);
    }

    @Test
    void whatLivesIsNeverExpectedToBeMoreThanTheHeapMayHave() {
        used = 360 * MIB;

        new OldGeneration(pool, () -> used = 350 * MIB).onExceeded();

        assertThat(threshold).isEqualTo(372 * MIB);
    }
}
