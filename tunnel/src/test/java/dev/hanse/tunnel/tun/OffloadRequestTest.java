// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.tun;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Protects old kernels: each offload that one has is used, and nothing is taken for granted. */
class OffloadRequestTest {

    @Test
    void takesAllOfANewKernel() {
        assertThat(OffloadRequest.negotiate(offloads -> true)).isEqualTo(new TunOffloads(true, true, true));
    }

    @Test
    void takesTcpBeforeLinux62() {
        assertThat(OffloadRequest.negotiate(offloads -> (offloads & OffloadRequest.UDP) == 0))
                .isEqualTo(new TunOffloads(true, true, false));
    }

    @Test
    void takesChecksumsAlone() {
        assertThat(OffloadRequest.negotiate(offloads -> offloads == OffloadRequest.CHECKSUM))
                .isEqualTo(new TunOffloads(true, false, false));
    }

    @Test
    void doesWithoutAfterThreeAttempts() {
        List<Integer> asked = new ArrayList<>();
        assertThat(OffloadRequest.negotiate(offloads -> {
                    asked.add(offloads);
                    return false;
                }))
                .isEqualTo(TunOffloads.NONE);
        assertThat(asked).hasSize(3).doesNotHaveDuplicates();
    }
}
