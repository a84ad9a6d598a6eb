// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects the configuration against values that could not be served. */
class DnsConfigTest {

    private static final List<InetSocketAddress> LISTEN = List.of(new InetSocketAddress("127.0.0.1", 53));

    @Test
    void hasDefaults() {
        DnsConfig config = DnsConfig.of(LISTEN, DnsConfig.DEFAULT_ZONE);
        assertThat(config.workers()).isEqualTo(1);
        assertThat(config.identity()).isEmpty();
        assertThat(config.clusterQualifiedNames()).isFalse();
        assertThat(config.responsesPerSecond()).isZero();
        assertThat(config.addressesPerAnswer()).isZero();
        assertThat(DnsConfig.DEFAULT)
                .hasToString(DnsConfig.of(List.of(new InetSocketAddress("0.0.0.0", 53)), "clusterset.local")
                        .toString());
        assertThat(DnsTls.DEFAULT_LISTEN).hasToString("/0.0.0.0:853");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "clusterset.local.", "Clusterset.local", "a..b", "-a"})
    void refusesZones(String zone) {
        assertThatThrownBy(() -> DnsConfig.of(LISTEN, zone))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("dns.zone");
    }

    @Test
    void refusesOtherValues() {
        DnsConfig config = DnsConfig.of(LISTEN, "clusterset.local");
        assertThatThrownBy(() -> config.withWorkers(0)).hasMessageContaining("dns.workers: 0");
        assertThatThrownBy(() -> config.withResponsesPerSecond(-1))
                .hasMessageContaining("dns.responses-per-second: -1");
        assertThatThrownBy(() -> config.withAddressesPerAnswer(4_097))
                .hasMessageContaining("dns.addresses-per-answer: 4097 (expected: 0 for all, or up to 4096)");
        assertThatThrownBy(() -> config.withIdentity("a\nb")).hasMessageContaining("dns.identity");
        assertThatThrownBy(() -> DnsConfig.of(List.of(), "a")).hasMessageContaining("dns.listen: 0");
        assertThatThrownBy(() -> DnsConfig.of(List.of(InetSocketAddress.createUnresolved("x", 53)), "a"))
                .hasMessageContaining("an IP address, not a name");
    }
}
