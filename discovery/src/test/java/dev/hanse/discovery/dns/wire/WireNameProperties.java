// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

/** Protects maps of names: their order agrees with what is the same name, so that names of one hash are found by it. */
class WireNameProperties {

    @Property
    void orderAgreesWithEquality(
            @ForAll @Size(max = 3) List<@StringLength(min = 1, max = 2) @CharRange(from = 'a', to = 'b') String> one,
            @ForAll @Size(max = 3)
                    List<@StringLength(min = 1, max = 2) @CharRange(from = 'a', to = 'b') String> other) {
        WireName a = name(one);
        WireName b = name(other);
        assertThat(a.compareTo(b) == 0).isEqualTo(a.equals(b)).isEqualTo(one.equals(other));
        assertThat(Integer.signum(a.compareTo(b))).isEqualTo(-Integer.signum(b.compareTo(a)));
    }

    private static WireName name(List<String> labels) {
        return WireName.of(labels.stream().collect(Collectors.joining(".")));
    }
}
