// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.views;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.net.address.IpPrefix;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Protects this cluster's pods from being claimed by others, whichever of the two lists names them. */
class OwnPrefixesTest {

    private final OwnPrefixes own = new OwnPrefixes(new ClusterId("east"), List.of(IpPrefix.parse("10.10.0.0/16")));

    @Test
    void configuredAndRegisteredPrefixesAreProtected() {
        assertThat(own.rules().podPrefixes()).hasToString("[10.10.0.0/16]");
        assertThat(own.rules(List.of("10.11.0.0/16", "nonsense")).podPrefixes())
                .hasToString("[10.10.0.0/16, 10.11.0.0/16]");
        assertThat(own.rules(List.of()).cluster()).isEqualTo(new ClusterId("east"));
    }
}
