// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hanse.tunnel.crypto.CipherSuite;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects operators: a configuration that cannot work is refused with the value and what is expected. */
class TunnelConfigTest {

    private final TunnelConfig config = config("hanse0", 51820);

    @Test
    void hasBothCiphersAndOneWorkerByDefault() {
        assertThat(config.ciphers()).containsExactly(CipherSuite.AES_256_GCM, CipherSuite.CHACHA20_POLY1305);
        assertThat(config.workers()).isOne();
        assertThat(config.mtu()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a-name-of-16-oct", "a/b", "a b", ".", "..", "é"})
    void rejectsDeviceNamesThatLinuxRefuses(String device) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config(device, 51820).requireStartable())
                .withMessageContaining("device: \"" + device + "\"");
    }

    @Test
    void rejectsPortsThatDoNotHoldAllWorkers() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config("hanse0", 65_535).withWorkers(2).requireStartable())
                .withMessageContaining("port 65535 with 2 workers");
    }

    @Test
    void rejectsValuesOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config.withWorkers(17))
                .withMessage("tunnel.workers: 17 (expected: 1 to 16)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config.withMtu(1279))
                .withMessageContaining("tunnel.mtu: 1279");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config.withCiphers(List.of()))
                .withMessageContaining("ciphers: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config.withCiphers(List.of(CipherSuite.AES_256_GCM, CipherSuite.AES_256_GCM)))
                .withMessageContaining("each once");
    }

    @Test
    void rejectsQueuesOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config.withQueues(15, 1 << 20))
                .withMessage("tunnel.tun-queue-length: 15 (expected: 16 to 100000)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config.withQueues(1000, 1000))
                .withMessage("tunnel.socket-buffer-octets: 1000 (expected: 65536 to 536870912)");
    }

    @Test
    void wantsOneProcessorForEachWorker() {
        TunnelConfig two = config.withWorkers(2);
        assertThat(two.withCpus(List.of(1, 0)).cpus()).containsExactly(1, 0);
        for (List<Integer> wrong : List.of(List.of(1), List.of(1, 1), List.of(0, 1, 2))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> two.withCpus(wrong))
                    .withMessageContaining("cpus: " + wrong)
                    .withMessageContaining("one for each of 2 workers");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> two.withCpus(List.of(0, 1024)))
                .withMessage("tunnel.cpus: 1024 (expected: 0 to 1023)");
    }

    @Test
    void rejectsUnresolvedListenAddress() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TunnelConfig.of("hanse0", InetSocketAddress.createUnresolved("gw", 1)))
                .withMessageContaining("literal");
    }

    private static TunnelConfig config(String device, int port) {
        return TunnelConfig.of(device, new InetSocketAddress("192.0.2.1", port));
    }
}
