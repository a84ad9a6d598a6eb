// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Protects against running out of file descriptors, and the room of a full cluster set. */
class ConnectionLimitsTest {

    @ParameterizedTest
    @CsvSource({"20, 24, 8", "400, 180, 60", "1024, 648, 216", "4096, 3424, 512", "524288, 32768, 512"})
    void threeQuartersOfWhatThereIsAreForMembers(long descriptors, int members, int unproven) {
        ConnectionLimits limits = ConnectionLimits.forDescriptors(descriptors);

        assertThat(limits.members()).isEqualTo(members);
        assertThat(limits.unproven()).isEqualTo(unproven);
        assertThat(limits.unprovenOfNetwork()).isEqualTo(unproven / 2);
    }

    @Test
    void sameProcessHasTheSameLimits() {
        assertThat(ServerLimits.ofThisProcess()).isEqualTo(ServerLimits.ofThisProcess());
    }

    @Test
    void nothingIsNoLimit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ConnectionLimits(0, 1, 1, 1, 1, Duration.ofSeconds(1)));
    }
}
