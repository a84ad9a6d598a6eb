// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.dns.wire.WireName;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

/** Protects the compiler from hostnames that were chosen to have one hash: maps of targets find them by their order. */
class ServiceRecordsProperties {

    @Property
    void orderAgreesWithEquality(
            @ForAll @StringLength(min = 1, max = 2) @CharRange(from = 'a', to = 'b') String one,
            @ForAll @IntRange(min = 1, max = 3) int onePort,
            @ForAll @StringLength(min = 1, max = 2) @CharRange(from = 'a', to = 'b') String other,
            @ForAll @IntRange(min = 1, max = 3) int otherPort) {
        ServiceRecords.Key a = new ServiceRecords.Key(WireName.of(one), onePort);
        ServiceRecords.Key b = new ServiceRecords.Key(WireName.of(other), otherPort);
        assertThat(a.compareTo(b) == 0).isEqualTo(a.equals(b));
        assertThat(Integer.signum(a.compareTo(b))).isEqualTo(-Integer.signum(b.compareTo(a)));
    }
}
