// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.dns.wire.ClientAddress;
import dev.hanse.discovery.dns.wire.Query;
import dev.hanse.discovery.dns.wire.SipHash;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Protects server cookies with the examples of RFC 9018, appendix A, so that other implementations with our secret
 * agree.
 */
class CookiesTest {

    @ParameterizedTest
    @CsvSource({
        "e5e973e5a6b2a43f48e7dc849e37bfcf, 198.51.100.100, 1559731985, 2464c4abcf10c957, 010000005cf79f111f8130c3eee29480",
        "445536bcd2513298075a5d379663c962, 2001:db8:220:1:59de:d0f4:8769:82b8, 1559741961, 22681ab97d52c298, 010000005cf7c609a6bb79d16625507a"
    })
    void givesTheCookieOfTheExamples(
            String secret, String address, long time, String clientCookie, String serverCookie) {
        ByteBuffer key = ByteBuffer.wrap(HexFormat.of().parseHex(secret)).order(ByteOrder.LITTLE_ENDIAN);
        Cookies cookies = new Cookies(new SipHash(key.getLong(), key.getLong()), () -> time);
        byte[] message = HexFormat.of()
                .parseHex("000101000001000000000001" + "0000010001" + "00002904d000000000000c" + "000a0008"
                        + clientCookie);
        Query query = new Query();
        assertThat(query.parse(message, 0, message.length)).isEqualTo(Query.Outcome.QUESTION);
        ClientAddress client = new ClientAddress();
        client.set(InetAddress.ofLiteral(address).getAddress());
        byte[] cookie = new byte[Cookies.OCTETS];
        cookies.write(message, query.edns(), client, cookie, 0);
        assertThat(HexFormat.of().formatHex(cookie)).isEqualTo(clientCookie + serverCookie);
    }
}
