// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.dns.answer.Answerer;
import dev.hanse.discovery.dns.answer.Answerers;
import dev.hanse.discovery.dns.answer.Transport;
import dev.hanse.discovery.dns.wire.ClientAddress;
import dev.hanse.discovery.dns.wire.WireName;
import dev.hanse.discovery.dns.zone.ZoneCompiler;
import dev.hanse.discovery.model.ClusterAddresses;
import dev.hanse.discovery.model.View;
import dev.hanse.net.testing.Eventually;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

/**
 * Protects the change from one view to the next: an answer is wholly of one view, and never of an older one than
 * before.
 */
class ZonePublisherTest {

    private static final WireName APEX = WireName.of("clusterset.local");
    private static final int QUERIES = 1_000_000;
    private static final int HEADER_AND_COUNTS = 12;

    private static View view(int version) {
        String[] endpoints = IntStream.rangeClosed(1, 3)
                .mapToObj(i -> "10.%d.%d.%d".formatted(version / 250, version % 250, i))
                .toArray(String[]::new);
        return new TestView("east")
                .clusterSetIp("shop/web")
                .endpoints("shop/web", "east", endpoints)
                .version(version);
    }

    @Test
    void answersAMillionQueriesFromOneViewEach() {
        List<View> views = IntStream.rangeClosed(1, 50_000)
                .mapToObj(ZonePublisherTest::view)
                .toList();
        try (ZonePublisher publisher = new ZonePublisher(new ZoneCompiler(APEX, List.of(), false))) {
            Answerer answerer = new Answerers(
                            APEX,
                            publisher,
                            "",
                            Duration.ofSeconds(1),
                            0,
                            InstantSource.system(),
                            System::nanoTime,
                            new Random(1))
                    .create();
            publisher.publish(views.getFirst(), Set.of(), ClusterAddresses.NONE);
            Eventually.await("a zone", () -> publisher.get() != null);
            byte[] query = Asker.query("web.shop.svc.clusterset.local", Type.A).toWire();
            byte[] answer = new byte[1_232];
            int before = 0;
            int changes = 0;
            for (int i = 0; i < QUERIES; i++) {
                publisher.publish(views.get(i / (QUERIES / views.size())), Set.of(), ClusterAddresses.NONE);
                int length = answerer.answer(query, 0, query.length, answer, 0, new ClientAddress(), Transport.UDP);
                int version = versionOf(answer, query.length, length);
                assertThat(version).isGreaterThanOrEqualTo(before);
                changes += version > before ? 1 : 0;
                before = version;
            }
            assertThat(changes).isGreaterThan(10);
        }
    }

    @Test
    void smallChangesAreShownAtOnce() {
        assertThat(ZonePublisher.restAfter(Duration.ofMillis(20))).isZero();
    }

    @Test
    void slowOnesTakeATenthOfTheTime() {
        assertThat(ZonePublisher.restAfter(Duration.ofMillis(50))).isEqualTo(Duration.ofMillis(450));
    }

    @Test
    void noChangeWaitsForMoreThanASecond() {
        assertThat(ZonePublisher.restAfter(Duration.ofSeconds(5))).isEqualTo(Duration.ofSeconds(1));
    }

    /** The version that all three addresses carry. */
    private static int versionOf(byte[] answer, int questionEnd, int length) {
        assertThat(length).isEqualTo(questionEnd + 3 * 16);
        int version = -1;
        for (int at = questionEnd + HEADER_AND_COUNTS; at < length; at += 16) {
            int here = (answer[at + 1] & 0xff) * 250 + (answer[at + 2] & 0xff);
            assertThat(version == -1 || version == here).isTrue();
            version = here;
        }
        return version;
    }
}
