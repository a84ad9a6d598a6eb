// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.answer;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hanse.discovery.dns.TestView;
import dev.hanse.discovery.dns.wire.ClientAddress;
import dev.hanse.discovery.dns.wire.WireName;
import dev.hanse.discovery.dns.zone.Zone;
import dev.hanse.discovery.dns.zone.ZoneCompiler;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Assertions;
import org.xbill.DNS.Message;

/**
 * Protects the responder against foreign octets: no exception, no answer over its limit, and every answer can be read
 * by another implementation.
 */
class AnswererFuzzTest {

    private static final WireName APEX = WireName.of("clusterset.local");
    private static final Zone ZONE = new ZoneCompiler(APEX, List.of(InetAddress.ofLiteral("192.0.2.53")), true)
            .compile(
                    new TestView("east")
                            .clusterSetIp("n/web", "http/tcp/80", "dns/udp/53")
                            .endpoints("n/web", "east", "10.0.0.1", "fd00::1")
                            .headless("n/db", "sql/tcp/5432")
                            .endpoints("n/db", "a.b", "10.0.0.2,h", "10.0.0.3")
                            .version(1),
                    Set.of());

    private final Answerer answerer = new Answerers(
                    APEX, () -> ZONE, "gw-1", Duration.ofSeconds(1), 0, () -> Instant.EPOCH, () -> 0, new Random(1))
            .create();
    private final ClientAddress client = new ClientAddress();
    private final byte[] target = new byte[Answerer.MAX_OCTETS];

    @FuzzTest(maxDuration = "10m")
    void answersAnyOctets(byte[] octets) throws IOException {
        answerer.beginBatch(octets, new int[] {0, octets.length / 2, octets.length}, 2);
        for (Transport transport : Transport.values()) {
            int length = answerer.answerOrThrow(octets, 0, octets.length, target, 0, client, transport);
            Assertions.assertTrue(transport == Transport.STREAM || length <= EdnsWriter.UDP_OCTETS);
            if (length > 0) {
                Assertions.assertEquals(length, new Message(Arrays.copyOf(target, length)).numBytes());
            }
        }
        answerer.endBatch();
    }
}
