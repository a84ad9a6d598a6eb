// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects clients from being sent to themselves, to their neighbours or to their cloud's metadata service. */
class ForbiddenAddressesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "127.0.0.1",
                "127.255.0.9",
                "169.254.0.1",
                "169.254.169.254",
                "224.0.0.1",
                "239.1.2.3",
                "::",
                "::1",
                "fe80::1",
                "ff02::1",
                "::ffff:127.0.0.1",
                "::ffff:169.254.169.254"
            })
    void whatIsNotOneHostIsNeitherUnicastNorExportable(String text) {
        InetAddress address = InetAddress.ofLiteral(text);
        assertThat(ForbiddenAddresses.isUnicast(address)).isFalse();
        assertThat(ForbiddenAddresses.isExportable(address)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.1.2.3", "255.255.255.255", "fd00:ec2::254", "::7f00:1", "::a01:203"})
    void whatOnlyAnExporterMustNotClaimIsUnicast(String text) {
        InetAddress address = InetAddress.ofLiteral(text);
        assertThat(ForbiddenAddresses.isUnicast(address)).isTrue();
        assertThat(ForbiddenAddresses.isExportable(address)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.1.0.1",
                "192.0.2.1",
                "255.255.255.254",
                "1.0.0.0",
                "169.253.0.1",
                "fd00::1",
                "2001:db8::1",
                "fd00:ec2::253",
                "::ffff:10.1.2.3",
                "2002:7f00:1::",
                "64:ff9b::7f00:1"
            })
    void otherAddressesAreBoth(String text) {
        InetAddress address = InetAddress.ofLiteral(text);
        assertThat(ForbiddenAddresses.isUnicast(address)).isTrue();
        assertThat(ForbiddenAddresses.isExportable(address)).isTrue();
    }

    @Test
    void aMappedAddressIsWhatItMaps() throws UnknownHostException {
        byte[] octets = HexFormat.of().parseHex("00000000000000000000ffff7f000001");
        assertThat(ForbiddenAddresses.isUnicast(InetAddress.getByAddress(octets)))
                .isFalse();
    }
}
