// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Protects the structures that name a socket's ends, octet for octet as the kernel has them. */
class SocketAddressCodecTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, false, 0200 ca6c c0000201 0000000000000000",
        "192.0.2.1, true, 0a00 ca6c 00000000 00000000000000000000ffffc0000201 00000000",
        "2001:db8::1, true, 0a00 ca6c 00000000 20010db8000000000000000000000001 00000000",
    })
    void writesWhatTheKernelReads(String host, boolean v6, String structure) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral(host), 51_820);
        byte[] octets = SocketAddressCodec.encode(address, v6).toArray(JAVA_BYTE);

        assertThat(HexFormat.of().formatHex(octets)).isEqualTo(structure.replace(" ", ""));
        assertThat(SocketAddressCodec.decode(SocketAddressCodec.encode(address, v6)))
                .isEqualTo(address);
    }

    @ParameterizedTest
    @CsvSource({"0", "7"})
    void keepsTheZoneOfALinkLocalAddress(int zone) throws UnknownHostException {
        byte[] octets = InetAddress.ofLiteral("fe80::1").getAddress();
        InetSocketAddress address = new InetSocketAddress(Inet6Address.getByAddress(null, octets, zone), 53);

        InetSocketAddress read = SocketAddressCodec.decode(SocketAddressCodec.encode(address, true));

        assertThat(((Inet6Address) read.getAddress()).getScopeId()).isEqualTo(zone);
        assertThat(read).isEqualTo(address);
    }
}
