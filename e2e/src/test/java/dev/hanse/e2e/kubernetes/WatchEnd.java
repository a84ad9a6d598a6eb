// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The last that a client hears of a watch whose version is gone. */
final class WatchEnd {
    private static final String GONE = """
            {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"too old resource version: 1 (2)","reason":"Expired","code":410}""";
    private static final byte[] EVENT =
            ("{\"type\":\"ERROR\",\"object\":" + GONE + "}\n").getBytes(StandardCharsets.UTF_8);

    private WatchEnd() {}

    /** The object of the event, which also is the body of an answer 410. */
    static String status() {
        return GONE;
    }

    /** In a chunked body. */
    static byte[] chunks() {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        octets.writeBytes((Integer.toHexString(EVENT.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        octets.writeBytes(EVENT);
        octets.writeBytes("\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return octets.toByteArray();
    }

    /** As frames of a WebSocket: text, and the end (RFC 6455, section 5.2). */
    static byte[] frames() {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        octets.write(0x81);
        octets.write(126);
        octets.write(EVENT.length >> 8);
        octets.write(EVENT.length);
        octets.writeBytes(EVENT);
        octets.write(0x88);
        octets.write(2);
        octets.write(1000 >> 8);
        octets.write(1000 & 0xff);
        return octets.toByteArray();
    }
}
