// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects names of slices: what Kubernetes has is taken, and nothing else. */
class DnsSubdomainTest {

    private static final String LONGEST = "a".repeat(253);

    @ParameterizedTest
    @ValueSource(strings = {"a", "web-x7k2p", "web.v1-x7k2p", "1.2.3", "a--b.c"})
    void takesNamesOfObjects(String name) {
        assertThat(DnsSubdomain.require("endpoint slice", name)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.", ".a", "a..b", "a-.b", "a.-b", "A", "a_b", "a/b", "a\n"})
    void refusesOthers(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DnsSubdomain.require("endpoint slice", name))
                .withMessageContaining("endpoint slice: \"" + name + "\" (expected: 1 to 253");
    }

    @Test
    void endsWithTheLongest() {
        assertThat(DnsSubdomain.isValid(LONGEST)).isTrue();
        assertThat(DnsSubdomain.isValid(LONGEST + "a")).isFalse();
        assertThat(DnsSubdomain.isValid("a.".repeat(126) + "a")).isTrue();
        assertThat(DnsSubdomain.isValid("a.".repeat(127) + "a")).isFalse();
    }
}
