// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Protects instances from an agent that has just lost its data, and an operator from a doubt without end. */
class NodeIdsTest {

    private long now = Long.MAX_VALUE;
    private final NodeIds ids = new NodeIds(() -> now);

    @Test
    void anotherIdIsRememberedForAWhile() {
        ids.see("node-1", "a");
        assertThat(ids.isRenewed("node-1")).isFalse();

        ids.see("node-1", "b");
        assertThat(ids.isRenewed("node-1")).isTrue();
        now += NodeIds.MEMORY.toNanos() - 1;
        ids.see("node-1", "b");
        assertThat(ids.isRenewed("node-1")).isTrue();
        now++;
        assertThat(ids.isRenewed("node-1")).isFalse();
        assertThat(ids.isRenewed("node-2")).isFalse();
    }
}
