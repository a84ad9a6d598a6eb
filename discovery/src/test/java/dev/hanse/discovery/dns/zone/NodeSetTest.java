// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.dns.wire.WireName;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Protects the names between a service and what is below it: none is there for the sake of one that is not. */
class NodeSetTest {

    private final NodeSet nodes = new NodeSet();

    @Test
    void makesTheNamesInBetween() {
        WireName service = WireName.of("s.n.svc.test");
        assertThat(nodes.below(service, List.of("b", "a", "host")).map(WireName::toString))
                .hasValue("host.a.b.s.n.svc.test");
        assertThat(nodes.nodes()).hasSize(3);
    }

    @Test
    void makesNothingForANameThatIsTooLong() {
        String label = "x".repeat(63);
        WireName service = WireName.of(label + "." + label + ".svc.test");
        assertThat(nodes.below(service, List.of("a", label, "y".repeat(60)))).isEmpty();
        assertThat(nodes.below(service, List.of("a", "x".repeat(64)))).isEmpty();
        assertThat(nodes.nodes()).isEmpty();
    }
}
