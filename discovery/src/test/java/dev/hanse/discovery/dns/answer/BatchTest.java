// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.dns.Asker;
import dev.hanse.discovery.dns.TestView;
import dev.hanse.discovery.dns.wire.ClientAddress;
import dev.hanse.discovery.dns.wire.WireName;
import dev.hanse.discovery.dns.zone.Zone;
import dev.hanse.discovery.dns.zone.ZoneCompiler;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Protects batches from answers of two views, whose order on the way says nothing about their age. */
class BatchTest {

    private static final WireName APEX = WireName.of("clusterset.local");

    private final ZoneCompiler compiler = new ZoneCompiler(APEX, List.of(), false);
    private final AtomicReference<@Nullable Zone> zone = new AtomicReference<>();
    private final Answerer answerer = new Answerers(
                    APEX, zone::get, "", Duration.ofSeconds(1), 0, () -> Instant.EPOCH, () -> 0, new Random(1))
            .create();
    private final byte[] query =
            Asker.query("web.shop.svc.clusterset.local", Type.A).toWire();
    private final byte[] answer = new byte[1_232];
    private int version;

    @Test
    void allAnswersOfABatchAreOfOneView() throws IOException {
        publish("10.0.0.1");
        begin();
        assertThat(ask()).endsWith("10.0.0.1");
        publish("10.0.0.2");
        assertThat(ask()).endsWith("10.0.0.1");
        answerer.endBatch();
        assertThat(ask()).endsWith("10.0.0.2");
        begin();
        assertThat(ask()).endsWith("10.0.0.2");
    }

    @Test
    void aBatchThatBeganBeforeTheFirstViewHasNone() throws IOException {
        begin();
        publish("10.0.0.1");
        assertThat(ask()).isEqualTo(Rcode.string(Rcode.SERVFAIL));
        answerer.endBatch();
        assertThat(ask()).endsWith("10.0.0.1");
    }

    private void begin() {
        answerer.beginBatch(query, new int[] {0, query.length}, 1);
    }

    private void publish(String address) {
        TestView view =
                new TestView("east").clusterSetIp("shop/web", "http/tcp/80").endpoints("shop/web", "east", address);
        zone.set(compiler.compile(view.version(++version), Set.of()));
    }

    /** The address, or the code of an answer without. */
    private String ask() throws IOException {
        int length = answerer.answer(query, 0, query.length, answer, 0, new ClientAddress(), Transport.UDP);
        Message message = new Message(Arrays.copyOf(answer, length));
        return message.getSection(Section.ANSWER).stream()
                .findFirst()
                .map(Object::toString)
                .orElse(Rcode.string(message.getRcode()));
    }
}
