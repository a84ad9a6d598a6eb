// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Protects folding to lower case: every octet as the plain rule has it, wherever the name lies. */
class NameHashProperties {

    @Property
    void foldsAsOctetByOctet(
            @ForAll @Size(min = 1, max = 255) byte[] name,
            @ForAll @IntRange(max = 20) int before,
            @ForAll @IntRange(max = 9) int after) {
        byte[] source = new byte[before + name.length + after];
        Arrays.fill(source, (byte) 'X');
        System.arraycopy(name, 0, source, before, name.length);
        byte[] target = new byte[NameHash.FOLDED_OCTETS];
        int hash = NameHash.fold(source, before, name.length, target);

        byte[] expected = new byte[name.length];
        for (int i = 0; i < name.length; i++) {
            expected[i] = name[i] >= 'A' && name[i] <= 'Z' ? (byte) (name[i] + 32) : name[i];
        }
        assertThat(Arrays.copyOf(target, name.length)).isEqualTo(expected);
        assertThat(hash).isEqualTo(NameHash.fold(expected, 0, expected.length, new byte[NameHash.FOLDED_OCTETS]));
    }

    /**
     * A difference in bit 62 passes a multiplication by a known odd number as bit 62, half the time; the second block takes
     * it back. Seven such pairs in a name would be names of one hash by the hundred.
     */
    @Property
    void differencesCannotBeTakenBackByTheNextBlock(@ForAll @Size(16) byte[] name) {
        byte[] other = name.clone();
        other[7] ^= 1 << 6;
        other[15] ^= 1 << 6;
        other[12] ^= 1 << (62 - 29 - 32);
        assertThat(NameHash.hash(other)).isNotEqualTo(NameHash.hash(name));
    }
}
