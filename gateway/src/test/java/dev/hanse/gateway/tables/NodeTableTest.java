// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.hanse.gateway.checks.Programs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Protects a gateway from taking a device for open that hanse node on its host closes, and the host from a program each second. */
final class NodeTableTest {

    private final List<List<String>> ran = new ArrayList<>();
    private String listed = "table inet hanse-node\ntable inet hanse-node {\n\t\tiifname \"vx1\" drop\n}\n";
    private int generation = 7;
    private boolean late;
    private long now;
    private final NodeTable table = new NodeTable(
            command -> {
                if (late) {
                    now += 3_000_000_000L;
                    throw new Programs.LateProgramException(command, new IOException());
                }
                ran.add(command);
                return listed;
            },
            () -> generation,
            () -> now);

    @Test
    void theDeviceThatItNamesIsClosedUntilTheRuleGoes() throws IOException {
        assertThat(table.closes("vx1")).isTrue();
        assertThat(table.closes("vx2")).isFalse();
        int asked = ran.size();
        assertThat(table.closes("vx1")).isTrue();
        assertThat(ran).as("no rule has changed").hasSize(asked);
        listed = "table inet other\n";
        generation++;
        assertThat(table.closes("vx1")).isFalse();
    }

    @Test
    void whatNftDoesNotSayIsNotOpen() throws IOException {
        late = true;
        assertThatIOException().isThrownBy(() -> table.closes("vx1")).withMessageContaining("does not say");
        late = false;
        now += 1_000_000_000L;
        assertThat(table.closes("vx1")).isTrue();
        late = true;
        generation++;
        assertThat(table.closes("vx1")).as("as it was").isTrue();
        assertThat(table.closes("vx2")).as("as it was").isFalse();
        now += 5_000_000_000L;
        assertThat(table.closes("vx1")).isTrue();
        now += 5_000_000_000L;
        assertThatIOException().as("for long").isThrownBy(() -> table.closes("vx1"));
    }
}
