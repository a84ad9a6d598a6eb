// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.tcp;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assertions;

/** Protects the framing on connections: however the octets arrive, they are cut into the same queries. */
class QueryStreamFuzzTest {

    private final InputBuffer input = new InputBuffer();

    @FuzzTest(maxDuration = "10m")
    void cutsAlikeHoweverOctetsArrive(FuzzedDataProvider data) {
        byte[] whole = data.consumeBytes(8_192);
        QueryStream stream = new QueryStream();
        List<byte[]> queries = new ArrayList<>();
        for (int at = 0; at < whole.length; ) {
            int length = Math.min(whole.length - at, 1 + data.consumeInt(0, 3_000));
            stream.begin(input, Buffer.buffer(Arrays.copyOfRange(whole, at, at + length)));
            // Now and then a client that does not read: the rest waits.
            boolean stalled = data.consumeInt(0, 7) == 7;
            while (!stalled && stream.next()) {
                queries.add(query(stream));
            }
            stream.end();
            at += length;
        }
        stream.begin(input);
        while (stream.next()) {
            queries.add(query(stream));
        }
        stream.end();
        assertSame(model(whole), queries);
    }

    private static byte[] query(QueryStream stream) {
        return Arrays.copyOfRange(stream.octets(), stream.queryAt(), stream.queryAt() + stream.queryLength());
    }

    private static List<byte[]> model(byte[] whole) {
        List<byte[]> queries = new ArrayList<>();
        int at = 0;
        while (at + 2 <= whole.length) {
            int announced = (whole[at] & 0xff) << 8 | whole[at + 1] & 0xff;
            int length = Math.min(announced, QueryStream.QUERY_OCTETS);
            if (at + 2 + length > whole.length) {
                break;
            }
            queries.add(Arrays.copyOfRange(whole, at + 2, at + 2 + length));
            at += 2 + announced;
        }
        return queries;
    }

    private static void assertSame(List<byte[]> expected, List<byte[]> actual) {
        Assertions.assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
            Assertions.assertArrayEquals(expected.get(i), actual.get(i));
        }
    }
}
