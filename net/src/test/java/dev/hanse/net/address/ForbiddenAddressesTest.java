// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects hosts from being sent to themselves, to their neighbours or to their cloud's metadata service. */
class ForbiddenAddressesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "127.0.0.1",
                "127.255.0.9",
                "169.254.0.1",
                "169.254.169.254",
                "192.0.0.170",
                "192.88.99.1",
                "224.0.0.1",
                "239.1.2.3",
                "240.0.0.1",
                "255.255.255.254",
                "255.255.255.255",
                "168.63.129.16",
                "100.100.100.200",
                "::",
                "::1",
                "fe80::1",
                "fec0::1",
                "ff02::1",
                "fd00:ec2::254",
                "fd20:ce::254",
                "4000::1"
            })
    void whatIsNobodysIsNoHost(String text) {
        assertThat(ForbiddenAddresses.isHost(InetAddress.ofLiteral(text))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "::ffff:127.0.0.1",
                "::ffff:169.254.169.254",
                "::ffff:0:a01:203",
                "::a01:203",
                "64:ff9b::a01:203",
                "64:ff9b::a9fe:a9fe",
                "64:ff9b:1::a01:203",
                "2002:a01:203::1",
                "2002:a9fe:a9fe::",
                "2001:0:c000:201::1",
                "2001:0:c000:201:0:0:f5fe:fdfc"
            })
    void addressesThatHideIpv4AreNoHost(String text) {
        assertThat(ForbiddenAddresses.isHost(InetAddress.ofLiteral(text))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.1.0.1",
                "172.31.255.255",
                "192.168.0.0",
                "100.64.0.1",
                "192.0.2.1",
                "1.0.0.0",
                "169.253.0.1",
                "169.255.0.1",
                "223.255.255.255",
                "fc00::1",
                "fd00::1",
                "fd00:ec2::253",
                "2001:200::1",
                "2001:db8::1",
                "2001:4860::8888",
                "2003::1",
                "3fff::1",
                "::ffff:10.1.2.3"
            })
    void otherAddressesAreHosts(String text) {
        assertThat(ForbiddenAddresses.isHost(InetAddress.ofLiteral(text))).isTrue();
    }

    @Test
    void aMappedAddressIsWhatItMaps() throws UnknownHostException {
        byte[] octets = HexFormat.of().parseHex("00000000000000000000ffff7f000001");
        assertThat(ForbiddenAddresses.isHost(InetAddress.getByAddress(octets))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "169.0.0.0/8, 169.254.0.0/16",
        "169.254.169.254/32, 169.254.0.0/16",
        "126.0.0.0/7, 127.0.0.0/8",
        "240.0.0.0/8, 240.0.0.0/4",
        "255.255.255.255/32, 240.0.0.0/4",
        "168.0.0.0/8, 168.63.129.16/32",
        "fd00::/16, fd00:ec2:0:0:0:0:0:254/128",
        "2001::/32, 2001:0:0:0:0:0:0:0/23",
        "2000::/15, 2001:0:0:0:0:0:0:0/23",
        "2002::/16, 2002:0:0:0:0:0:0:0/16",
        "2002:a00::/24, 2002:0:0:0:0:0:0:0/16",
        "64:ff9b::/96, what is outside 2000::/3 and fc00::/7",
        "fe00::/8, what is outside 2000::/3 and fc00::/7",
        "::/0, what is outside 2000::/3 and fc00::/7",
        "f800::/5, what is outside 2000::/3 and fc00::/7"
    })
    void aPrefixIsForbiddenByWhatIsInItAndNotByItsFirstAddress(String prefix, String range) {
        assertThat(ForbiddenAddresses.overlap(IpPrefix.parse(prefix))).contains(range);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0/8",
                "172.16.0.0/12",
                "192.168.0.0/16",
                "100.64.0.0/10",
                "198.51.100.0/24",
                "8.0.0.0/8",
                "fd12:3456:789a::/48",
                "fd00:10:244::/56",
                "fc00:1::/32",
                "2001:db8::/32",
                "2600:1f00::/32"
            })
    void rangesThatClustersUseAreTheirs(String prefix) {
        assertThat(ForbiddenAddresses.overlap(IpPrefix.parse(prefix))).isEmpty();
        assertThat(RoutablePrefixes.require(IpPrefix.parse(prefix)))
                .hasToString(IpPrefix.parse(prefix).toString());
    }
}
