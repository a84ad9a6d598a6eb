// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Protects a gateway from taking a device for open that hanse node on its host closes, and the host from a program each second. */
final class NodeTableTest {

    private final List<List<String>> ran = new ArrayList<>();
    private String listed = "table inet hanse-node\ntable inet hanse-node {\n\t\tiifname \"vx1\" drop\n}\n";
    private int generation = 7;
    private final NodeTable table = new NodeTable(
            command -> {
                ran.add(command);
                return listed;
            },
            () -> generation,
            () -> 0);

    @Test
    void theDeviceThatItNamesIsClosedUntilTheRuleGoes() {
        assertThat(table.closes("vx1")).isTrue();
        assertThat(table.closes("vx2")).isFalse();
        int asked = ran.size();
        assertThat(table.closes("vx1")).isTrue();
        assertThat(ran).as("no rule has changed").hasSize(asked);
        listed = "table inet other\n";
        generation++;
        assertThat(table.closes("vx1")).isFalse();
    }
}
