// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Protects the map that views share: it behaves like a {@link TreeMap}, and older maps stay as they were. */
class SharedMapProperties {

    private static final int KEYS = 400;

    /** Toggles keys; a key that comes gets a value of its own. */
    private static SharedMap<Integer, String> toggle(SharedMap<Integer, String> map, List<Integer> keys) {
        SharedMap<Integer, String> changed = map;
        for (Integer key : keys) {
            changed = changed.containsKey(key) ? changed.without(key) : changed.with(key, "v" + key);
        }
        return changed;
    }

    private static TreeMap<Integer, String> toggle(Map<Integer, String> map, List<Integer> keys) {
        TreeMap<Integer, String> changed = new TreeMap<>(map);
        for (Integer key : keys) {
            if (changed.remove(key) == null) {
                changed.put(key, "v" + key);
            }
        }
        return changed;
    }

    @Property(tries = 200)
    void behavesLikeATreeMap(
            @ForAll @Size(max = 600) List<@IntRange(max = KEYS) Integer> first,
            @ForAll @Size(max = 100) List<@IntRange(max = KEYS) Integer> then) {
        SharedMap<Integer, String> map = toggle(SharedMap.<Integer, String>empty(), first);
        TreeMap<Integer, String> model = toggle(Map.of(), first);
        SharedMap<Integer, String> later = toggle(map, then);
        assertSame(map, model);
        assertSame(later, toggle(model, then));
        assertSame(SharedMap.copyOf(model), model);
    }

    private static void assertSame(SharedMap<Integer, String> map, TreeMap<Integer, String> model) {
        assertThat(new ArrayList<>(map.entrySet())).isEqualTo(new ArrayList<>(model.entrySet()));
        assertThat(map).hasSameSizeAs(model).isEqualTo(model);
        for (int key = 0; key <= KEYS; key++) {
            assertThat(map.get(key)).isEqualTo(model.get(key));
            List<Integer> rest = new ArrayList<>();
            map.from(key).forEachRemaining(e -> rest.add(e.getKey()));
            assertThat(rest).isEqualTo(new ArrayList<>(model.tailMap(key).keySet()));
        }
    }

    @Property(tries = 200)
    void findsWhatDiffers(
            @ForAll @Size(max = 600) List<@IntRange(max = KEYS) Integer> first,
            @ForAll @Size(max = 40) List<@IntRange(max = KEYS) Integer> toggled,
            @ForAll @Size(max = 10) List<@IntRange(max = KEYS) Integer> replaced) {
        SharedMap<Integer, String> before = toggle(SharedMap.<Integer, String>empty(), first);
        SharedMap<Integer, String> after = toggle(before, toggled);
        for (Integer key : replaced) {
            after = after.with(key, "other");
        }
        TreeSet<Integer> expected = new TreeSet<>();
        for (int key = 0; key <= KEYS; key++) {
            if (before.get(key) != after.get(key)) {
                expected.add(key);
            }
        }
        List<Integer> found = new ArrayList<>();
        after.differences(before, found::add);
        assertThat(found).isEqualTo(new ArrayList<>(expected));
    }
}
