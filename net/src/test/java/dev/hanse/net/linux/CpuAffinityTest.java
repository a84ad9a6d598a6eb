// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Protects pinning: the structure is the kernel's, one thread moves and no other, and a processor that is not there is named. */
class CpuAffinityTest {

    @Test
    void pinsTheCallingThreadAlone() throws Exception {
        BitSet before = CpuAffinity.allowed();
        int last = before.length() - 1;
        CompletableFuture<BitSet> pinned = new CompletableFuture<>();
        Thread thread = Thread.ofPlatform().start(() -> pinned.complete(pin(last)));
        thread.join();

        BitSet expected = new BitSet();
        expected.set(last);
        assertThat(pinned.join()).isEqualTo(expected);
        assertThat(CpuAffinity.allowed()).isEqualTo(before);
    }

    private static BitSet pin(int cpu) {
        try {
            CpuAffinity.pin(cpu);
            return CpuAffinity.allowed();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void namesTheProcessorThatIsNotThereAndThoseThatAre() throws IOException {
        int first = CpuAffinity.allowed().nextSetBit(0);
        CpuAffinity.require(List.of(first));
        assertThatThrownBy(() -> CpuAffinity.require(List.of(first, 1023)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cpus: 1023 does not exist")
                .hasMessageContaining("expected: some of " + first);
        assertThatThrownBy(() -> CpuAffinity.pin(1023))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("EINVAL");
    }
}
