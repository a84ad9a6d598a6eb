// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects operators from a configuration that cannot work. */
class ControlPlaneConfigTest {

    private static final InetSocketAddress LOOPBACK = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private static ControlPlaneConfig config(
            String clusterSet, String name, InetSocketAddress listen, List<String> advertise) {
        return new ControlPlaneConfig(clusterSet, name, Path.of("data"), listen, advertise, LOOPBACK);
    }

    @Test
    void takesNamesAndAddresses() {
        ControlPlaneConfig config =
                config("demo.example", "cp-1", LOOPBACK, List.of("cp.example:9443", "[2001:db8::1]:9443"));

        assertThat(new Advertised(config).hosts()).containsExactly("cp.example", "2001:db8::1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Demo", "demo..x", "demo/x", "-demo"})
    void refusesMalformedClusterSet(String clusterSet) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config(clusterSet, "cp-1", LOOPBACK, List.of()))
                .withMessageContaining("cluster-set");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "cp.example", "cp.example:", ":9443", "cp.example:0", "cp.example:70000", "::1:9443"})
    void refusesMalformedAddress(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config("demo", "cp-1", LOOPBACK, List.of(address)))
                .withMessageContaining("\"" + address + "\"");
    }

    @Test
    void wildcardNeedsAnAddressToAdvertise() {
        InetSocketAddress wildcard = new InetSocketAddress("0.0.0.0", 9443);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> config("demo", "cp-1", wildcard, List.of()))
                .withMessageContaining("advertise");
    }

    @Test
    void listenAddressStandsForItself() {
        Advertised advertised = new Advertised(config("demo", "cp-1", LOOPBACK, List.of()));
        advertised.bound(9443);

        assertThat(advertised.get()).containsExactly("127.0.0.1:9443");
    }
}
