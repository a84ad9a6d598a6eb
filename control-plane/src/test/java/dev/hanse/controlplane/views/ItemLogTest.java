// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.views;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.model.ServiceName;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Protects what a returning gateway is told: each change once, as it is now, as long as it is remembered. */
class ItemLogTest {

    private final ItemLog log = new ItemLog();

    private static ViewItem item(String name) {
        return new ViewItem.Status(new ServiceName("ns", name), List.of());
    }

    private List<String> since(long revision) {
        List<ViewItem> upserts = new ArrayList<>();
        List<ViewKey> removals = new ArrayList<>();
        log.collectSince(revision, upserts, removals);
        List<String> all = new ArrayList<>();
        upserts.forEach(each -> all.add("+" + ((ViewItem.Status) each).service().name()));
        removals.forEach(each -> all.add("-" + ((ViewKey.Status) each).service().name()));
        all.sort(null);
        return all;
    }

    @Test
    void repetitionIsNoChange() {
        assertThat(log.put(item("a"), 1)).isTrue();
        assertThat(log.put(item("a"), 2)).isFalse();
        assertThat(log.remove(item("b").key(), 3)).isFalse();
        assertThat(log.lastChange()).isEqualTo(1);
    }

    @Test
    void eachKeyIsToldOnceAsItIsNow() {
        log.put(item("a"), 1);
        log.remove(item("a").key(), 2);
        log.put(item("a"), 3);
        log.put(item("b"), 4);
        log.remove(item("b").key(), 5);

        assertThat(since(0)).containsExactly("+a", "-b");
        assertThat(since(3)).containsExactly("-b");
        assertThat(since(5)).isEmpty();
    }

    @Test
    void forgetsTheOldestRemovals() {
        for (int i = 1; i <= ItemLog.MAX_TOMBSTONES + 10; i++) {
            log.put(item("a" + i), 2L * i);
            log.remove(item("a" + i).key(), 2L * i + 1);
        }

        assertThat(log.reachesBackTo(10)).isFalse();
        assertThat(log.reachesBackTo(2L * 10 + 1)).isTrue();
        assertThat(since(2L * 10 + 1)).hasSize(ItemLog.MAX_TOMBSTONES);
    }

    @Test
    void settledLogKnowsNoPast() {
        log.put(item("a"), 1);
        log.settle(7);

        assertThat(since(0)).isEmpty();
        assertThat(log.reachesBackTo(6)).isFalse();
        assertThat(log.reachesBackTo(7)).isTrue();
        assertThat(log.items()).hasSize(1);
    }

    @Test
    void whatComesBackIsNoRemovalAnyMore() {
        for (int i = 1; i <= ItemLog.MAX_TOMBSTONES + 10; i++) {
            log.put(item("a"), 2L * i);
            assertThat(log.remove(item("a").key(), 2L * i + 1)).isTrue();
        }
        assertThat(log.reachesBackTo(0)).isTrue();
        assertThat(since(0)).containsExactly("-a");
    }

    @Test
    void whatChangesAgainLeavesTheOthersOfItsRevision() {
        log.put(item("a"), 1);
        log.put(item("b"), 1);
        log.put(item("c"), 1);
        log.remove(item("a").key(), 2);
        log.put(item("a"), 3);
        assertThat(since(0)).containsExactly("+a", "+b", "+c");
        assertThat(since(1)).containsExactly("+a");
    }

    @Test
    void settlingForgetsRemovalsToo() {
        log.put(item("a"), 1);
        log.remove(item("a").key(), 2);
        log.settle(3);
        log.put(item("a"), 4);
        for (int i = 1; i <= ItemLog.MAX_TOMBSTONES; i++) {
            log.put(item("b" + i), 4 + 2L * i);
            log.remove(item("b" + i).key(), 5 + 2L * i);
        }
        assertThat(log.reachesBackTo(3)).isTrue();
        log.put(item("c"), 100_000);
        log.remove(item("c").key(), 100_001);
        assertThat(log.reachesBackTo(3)).isFalse();
    }
}
