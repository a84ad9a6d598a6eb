// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.address;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Protects configuration, registration and views: a prefix of any text is read, or refused in words. */
class PrefixFuzzTest {

    private static final int MAX_MESSAGE = 200;

    @FuzzTest(maxDuration = "10m")
    void readsAnyPrefix(byte[] octets) {
        try {
            IpPrefix prefix = IpPrefix.parse(new String(octets, UTF_8));
            assertThat(IpPrefix.parse(prefix.toString())).isEqualTo(prefix);
            assertThat(prefix.contains(prefix.address())).isTrue();
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(MAX_MESSAGE);
        }
    }
}
