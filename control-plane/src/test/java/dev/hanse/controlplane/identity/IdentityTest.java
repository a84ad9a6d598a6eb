// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.discovery.model.ClusterId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects who a certificate speaks for: nothing but the exact forms is an identity. */
class IdentityTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spiffe://demo/cluster/east/gateway/gw-1",
                "spiffe://demo/cluster/east.prod/gateway/gw-1",
                "spiffe://demo/control-plane/cp-1",
                "spiffe://demo.example/operator/admin"
            })
    void readsWhatItWrites(String text) {
        assertThat(Identity.parse(text).uri()).hasToString(text);
    }

    @Test
    void readsClusterAndGateway() {
        assertThat(Identity.parse("spiffe://demo/cluster/east/gateway/gw-1"))
                .isEqualTo(new Identity.OfGateway("demo", new GatewayId(new ClusterId("east"), "gw-1")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "spiffe://demo",
                "spiffe://demo/",
                "https://demo/operator/admin",
                "SPIFFE://demo/operator/admin",
                "spiffe:///operator/admin",
                "spiffe://demo/operator/",
                "spiffe://demo/operator/admin/",
                "spiffe://demo/operator/Admin",
                "spiffe://demo//operator/admin",
                "spiffe://demo/cluster/east/gateway/gw-1/x",
                "spiffe://demo/cluster/../gateway/gw-1",
                "spiffe://demo/cluster/a.b.c/gateway/gw-1",
                "spiffe://demo/cluster/east/gateway/",
                "spiffe://demo/cluster/east/node/gw-1",
                "spiffe://demo/cluster/east%2f/gateway/gw-1"
            })
    void refusesOtherForms(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Identity.parse(text));
    }
}
