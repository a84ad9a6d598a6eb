// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Protects that an answer which says the same names makes none of them be looked at again. */
class SeenCatalogTest {

    private final SeenCatalog seen = new SeenCatalog();

    private long versionAfter(String... names) {
        seen.onNames(Set.of(names));
        return seen.state().orElseThrow().namesVersion();
    }

    @Test
    void onlyNamesThatComeOrGoAreNews() {
        seen.onNode(SeenNode.NONE);
        seen.onHealth(Map.of());
        seen.onLock(SeenLock.FREE);
        long first = versionAfter("a", "b");
        assertThat(versionAfter("b", "a")).isEqualTo(first);
        long second = versionAfter("a", "c");
        assertThat(second).isGreaterThan(first);
        assertThat(versionAfter("a")).isGreaterThan(second);
    }
}
