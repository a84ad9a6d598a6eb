// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.net.address.IpPrefix;
import dev.hanse.node.routes.VxlanEnd;
import dev.hanse.node.routes.WantedRoutes;
import java.net.InetAddress;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects what a node knows after a restart. */
final class SavedRoutesTest {

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsWrittenIsRead(boolean beside) {
        WantedRoutes routes = new WantedRoutes(
                Set.of(IpPrefix.parse("10.1.0.0/16")),
                Set.of(),
                Set.of(InetAddress.ofLiteral("192.0.2.1"), InetAddress.ofLiteral("2001:db8::1")),
                Map.of(
                        IpPrefix.parse("10.2.0.0/16"),
                        new WantedRoutes.Way("west", Set.of(InetAddress.ofLiteral("192.0.2.1"))),
                        IpPrefix.parse("fd00:2::/64"),
                        new WantedRoutes.Way("west", Set.of())),
                true,
                beside,
                beside,
                beside
                        ? Map.of()
                        : Map.of(
                                InetAddress.ofLiteral("2001:db8::1"),
                                new VxlanEnd(InetAddress.ofLiteral("192.0.2.1"), 9_484, 7, "")));
        assertThat(SavedRoutes.parse(SavedRoutes.text(routes))).isEqualTo(routes);
    }

    @Test
    void anotherFormIsRefused() {
        assertThatThrownBy(() -> SavedRoutes.parse("remote west 10.2.0.1/16"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
