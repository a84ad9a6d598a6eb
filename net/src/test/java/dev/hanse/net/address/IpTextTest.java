// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Protects addresses on their way to programs that take one text alone, Kubernetes among them. */
final class IpTextTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "0:0:0:0:0:0:0:0, ::",
        "0:0:0:0:0:0:0:1, ::1",
        "2001:db8:0:0:0:0:0:0, 2001:db8::",
        "fd00:10:1:0:0:0:0:10, fd00:10:1::10",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:0:0:1:1:0:0:1, 2001::1:1:0:0:1",
    })
    void isTheTextOfRfc5952(String address, String text) {
        assertThat(IpText.of(InetAddress.ofLiteral(address))).isEqualTo(text);
    }
}
