// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.dns.wire.WireName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Protects the table of names: it behaves like a map through any series of changes, and older tables stay as they
 * were.
 */
class NameTableProperties {

    private static final WireName APEX = WireName.of("test");

    private static Node node(int number) {
        return Node.empty(APEX.child("n" + number));
    }

    private static @Nullable Node find(NameTable table, int number) {
        WireName name = APEX.child("n" + number);
        return table.find(name.octets(), name.length(), name.nameHash());
    }

    @Property(tries = 300)
    void behavesLikeAMap(@ForAll @Size(max = 12) List<@Size(max = 40) Set<@IntRange(max = 60) Integer>> turns) {
        Map<Integer, Node> model = new HashMap<>();
        NameTable table = NameTable.EMPTY;
        NameTable before = table;
        Map<Integer, Node> modelBefore = Map.of();
        for (Set<Integer> toggled : turns) {
            before = table;
            modelBefore = Map.copyOf(model);
            Set<Integer> gone = new HashSet<>(toggled);
            gone.retainAll(model.keySet());
            Set<Integer> come = new HashSet<>(toggled);
            come.removeAll(gone);
            gone.forEach(model::remove);
            come.forEach(n -> model.put(n, node(n)));
            table = table.with(
                    gone.stream().map(NameTableProperties::node).toList(),
                    come.stream().map(model::get).toList());
        }
        assertSame(table, model);
        assertSame(before, modelBefore);
    }

    @Property(tries = 100)
    void looksFirstAtTheNodeThatIsFound(@ForAll @Size(max = 60) Set<@IntRange(max = 60) Integer> numbers) {
        NameTable table = NameTable.EMPTY.with(
                List.of(), numbers.stream().map(NameTableProperties::node).toList());
        for (int n : numbers) {
            int hash = node(n).nameHash();
            Node first = Objects.requireNonNull(table.first(hash));
            assertThat(first == find(table, n) || (first.nameHash() >>> 24 | 1) == (hash >>> 24 | 1))
                    .isTrue();
        }
    }

    private static void assertSame(NameTable table, Map<Integer, Node> model) {
        assertThat(table.size()).isEqualTo(model.size());
        IntStream.rangeClosed(0, 60).forEach(n -> assertThat(find(table, n)).isSameAs(model.get(n)));
    }
}
