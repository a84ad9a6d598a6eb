// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.net.testing.TestAuthority;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects the decision whose certificate may speak as whom. */
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spiffe://demo",
                "spiffe://demo/",
                "spiffe://demo//x",
                "spiffe://demo.example/cluster/east.prod/gateway/gw-1"
            })
    void writesWhatItReads(String text) {
        assertThat(id(text)).hasToString(text);
    }

    @Test
    void hasTheWholePath() {
        assertThat(id("spiffe://demo/cluster/east/")).isEqualTo(SpiffeId.of("demo", "cluster", "east", ""));
        assertThat(id("spiffe://demo")).isEqualTo(SpiffeId.of("demo"));
    }

    @Test
    void aControlPlaneHasMoreThanTheWord() {
        assertThat(id("spiffe://demo/control-plane").isControlPlaneOf("demo")).isFalse();
        assertThat(id("spiffe://demo/control-planes/cp-1").isControlPlaneOf("demo"))
                .isFalse();
        assertThat(id("spiffe://demo.example/control-plane/cp-1").isControlPlaneOf("demo"))
                .isFalse();
    }

    @Test
    void readsTheOneUriOfACertificate() {
        TestAuthority authority = new TestAuthority(Instant.now());

        assertThat(SpiffeId.of(authority.server("spiffe://demo/control-plane/cp-1")))
                .contains(SpiffeId.of("demo", "control-plane", "cp-1"));
        assertThat(SpiffeId.of(authority.server("https://demo/control-plane/cp-1")))
                .isEmpty();
        assertThat(SpiffeId.of(authority.root())).isEmpty();
    }

    private static SpiffeId id(String text) {
        return SpiffeId.parse(text).orElseThrow();
    }
}
