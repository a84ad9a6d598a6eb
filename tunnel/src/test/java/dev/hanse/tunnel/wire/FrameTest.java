// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.tunnel.crypto.CipherSuite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Protects the bytes on the wire as docs/protocol/tunnel.md gives them: lengths, offsets, octet order. */
class FrameTest {

    @ParameterizedTest
    @CsvSource({
        "1, 148, INITIATION",
        "1, 147, MALFORMED",
        "1, 149, MALFORMED",
        "2, 92, RESPONSE",
        "2, 91, MALFORMED",
        "2, 93, MALFORMED",
        "3, 64, COOKIE_REPLY",
        "3, 63, MALFORMED",
        "3, 65, MALFORMED",
        "4, 32, TRANSPORT",
        "4, 1500, TRANSPORT",
        "4, 31, MALFORMED",
        "0, 148, MALFORMED",
        "5, 148, MALFORMED",
        "-1, 148, MALFORMED",
        "1, 0, MALFORMED",
    })
    void classifiesByTypeAndLength(byte type, int length, FrameKind kind) {
        byte[] datagram = new byte[1510];
        datagram[7] = type;
        assertThat(FrameKind.of(datagram, 7, length)).isEqualTo(kind);
    }

    @Test
    void writesTheTransportHeader() {
        byte[] frame = new byte[20];
        int word = TransportFrame.word(CipherSuite.AES_256_GCM, 1, 0xfedc);
        TransportFrame.encode(frame, 2, word, 0x11223344, 0x8877665544332211L);
        assertThat(frame).isEqualTo(new byte[] {
            0,
            0,
            4,
            1,
            (byte) 0xdc,
            (byte) 0xfe,
            0x44,
            0x33,
            0x22,
            0x11,
            0x11,
            0x22,
            0x33,
            0x44,
            0x55,
            0x66,
            0x77,
            (byte) 0x88,
            0,
            0
        });
        assertThat(TransportFrame.word(frame, 2)).isEqualTo(word);
        assertThat(TransportFrame.flags(frame, 2)).isEqualTo(1);
        assertThat(TransportFrame.length(frame, 2)).isEqualTo(0xfedc);
        assertThat(TransportFrame.receiverIndex(frame, 2)).isEqualTo(0x11223344);
        assertThat(TransportFrame.counter(frame, 2)).isEqualTo(0x8877665544332211L);
    }

    @Test
    void writesNoFlagsAndLengthUnderChaCha() {
        assertThat(TransportFrame.word(CipherSuite.CHACHA20_POLY1305, 0, 1000)).isEqualTo(4);
    }

    @Test
    void writesTheHandshakeHeaders() {
        byte[] initiation = InitiationFrame.create(CipherSuite.AES_256_GCM, 0x11223344);
        assertThat(initiation).hasSize(148).startsWith(1, 1, 0, 0, 0x44, 0x33, 0x22, 0x11, 0);
        assertThat(InitiationFrame.senderIndex(initiation)).isEqualTo(0x11223344);
        byte[] response = ResponseFrame.create(CipherSuite.CHACHA20_POLY1305, 0x11223344, 0x55667788);
        assertThat(response).hasSize(92).startsWith(2, 0, 0, 0, 0x44, 0x33, 0x22, 0x11, 0x88, 0x77, 0x66, 0x55, 0);
        assertThat(ResponseFrame.senderIndex(response)).isEqualTo(0x11223344);
        assertThat(ResponseFrame.receiverIndex(response)).isEqualTo(0x55667788);
        byte[] reply = CookieReplyFrame.create(0x11223344);
        assertThat(reply).hasSize(64).startsWith(3, 0, 0, 0, 0x44, 0x33, 0x22, 0x11, 0);
        assertThat(CookieReplyFrame.receiverIndex(reply)).isEqualTo(0x11223344);
    }

    @Test
    void knowsTheSuites() {
        for (CipherSuite suite : CipherSuite.values()) {
            assertThat(HandshakeHeader.suite(InitiationFrame.create(suite, 1))).isEqualTo(suite);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "1, -1", "2, 1", "3, 1"})
    void refusesUnknownSuitesAndReservedOctets(int offset, byte value) {
        byte[] frame = InitiationFrame.create(CipherSuite.CHACHA20_POLY1305, 1);
        frame[offset] = value;
        assertThat(HandshakeHeader.suite(frame)).isNull();
    }

    @Test
    void refusesACookieReplyWithReservedOctets() {
        byte[] reply = CookieReplyFrame.create(1);
        assertThat(CookieReplyFrame.wellFormed(reply)).isTrue();
        reply[2] = 1;
        assertThat(CookieReplyFrame.wellFormed(reply)).isFalse();
        assertThat(CookieReplyFrame.wellFormed(new byte[63])).isFalse();
    }
}
