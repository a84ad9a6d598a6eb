// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.ServiceName;
import org.junit.jupiter.api.Test;

/** Protects the numbers of origins: stable, dense, and not without end. */
class OriginNumbersTest {

    private static final ServiceName WEB = ServiceName.parse("shop/web");
    private static final ClusterId EAST = new ClusterId("east");

    @Test
    void keepsTheNumberOfAnOrigin() {
        OriginNumbers numbers = new OriginNumbers(3);
        assertThat(numbers.of(WEB, EAST)).isZero();
        assertThat(numbers.of(WEB, null)).isOne();
        assertThat(numbers.of(WEB, new ClusterId("east"))).isZero();
        assertThat(numbers.all()).containsEntry(new Origin(WEB, EAST), 0).containsEntry(new Origin(WEB, null), 1);
    }

    @Test
    void givesNoNumberBeyondTheLimit() {
        OriginNumbers numbers = new OriginNumbers(1);
        numbers.of(WEB, EAST);
        assertThat(numbers.of(WEB, new ClusterId("west"))).isEqualTo(Node.NO_ORIGIN);
        assertThat(numbers.of(WEB, EAST)).isZero();
        assertThat(numbers.all()).hasSize(1);
    }
}
