// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Protects the labels of endpoints without a hostname. */
class DashedAddressTest {

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, 10-1-2-3",
        "fd00::1, fd00--1",
        "2001:db8::, 2001-db8--0",
        "::1, 0--1",
        "2001:db8:0:1:1:1:1:1, 2001-db8-0-1-1-1-1-1",
        "2001:0:0:1:0:0:0:1, 2001-0-0-1--1",
    })
    void followsRfc5952(String address, String label) {
        assertThat(DashedAddress.of(InetAddress.ofLiteral(address))).isEqualTo(label);
    }
}
