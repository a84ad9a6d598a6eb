// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects the decision whose certificate may speak as a control plane. */
final class SpiffeIdTest {

    @Test
    void acceptsAControlPlaneOfTheSameClusterSetOnly() {
        assertThat(id("spiffe://demo/control-plane/cp-1").isControlPlaneOf("demo"))
                .isTrue();
        assertThat(id("spiffe://other/control-plane/cp-1").isControlPlaneOf("demo"))
                .isFalse();
        assertThat(id("spiffe://demo/cluster/east/gateway/gw-1").isControlPlaneOf("demo"))
                .isFalse();
        assertThat(id("spiffe://demo/operator/control-plane").isControlPlaneOf("demo"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://demo/control-plane/cp-1", "spiffe:///control-plane/cp-1", "demo", "", "spiffe://a b/"})
    void refusesWhatIsNoSpiffeId(String text) {
        assertThat(SpiffeId.parse(text)).isEmpty();
    }

    private static SpiffeId id(String text) {
        return SpiffeId.parse(text).orElseThrow();
    }
}
