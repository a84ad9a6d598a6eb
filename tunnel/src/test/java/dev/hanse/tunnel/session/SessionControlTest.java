// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import static dev.hanse.tunnel.crypto.CipherSuite.AES_256_GCM;
import static dev.hanse.tunnel.crypto.CipherSuite.CHACHA20_POLY1305;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.tunnel.crypto.CipherSuite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Protects the life of a session between two endpoints: it begins, carries packets, is renewed and ends as the protocol says. */
class SessionControlTest {

    private static final byte[] HELLO = "hello".getBytes(US_ASCII);

    private final TestNetwork network = new TestNetwork(1, 1_000_000);

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void carriesAPacketThatWasStagedBeforeTheHandshake(CipherSuite suite) {
        TestEndpoint east = new TestEndpoint("east", 1, TestEndpoint.settings(suite), network, 1);
        TestEndpoint west = new TestEndpoint("west", 2, TestEndpoint.settings(suite), network, 2);
        east.apply(west.asPeer(true, null, suite));
        west.apply(east.asPeer(false, null, suite));
        east.sendPacket(west, HELLO);
        network.settle();
        assertThat(west.received).containsExactly(HELLO);
        assertThat(west.sending(east).suite()).isEqualTo(suite);
        west.sendPacket(east, HELLO);
        network.settle();
        assertThat(east.received).containsExactly(HELLO);
    }

    @Test
    void fallsBackToChaChaWithoutACommonSuite() {
        TestEndpoint east = new TestEndpoint("east", 1, TestEndpoint.settings(AES_256_GCM), network, 1);
        TestEndpoint west = new TestEndpoint("west", 2, TestEndpoint.settings(CHACHA20_POLY1305), network, 2);
        east.apply(west.asPeer(true, null, CHACHA20_POLY1305));
        west.apply(east.asPeer(true, null, AES_256_GCM));
        east.sendPacket(west, HELLO);
        network.settle();
        assertThat(west.received).containsExactly(HELLO);
        assertThat(east.sending(west).suite()).isEqualTo(CHACHA20_POLY1305);
    }
}
