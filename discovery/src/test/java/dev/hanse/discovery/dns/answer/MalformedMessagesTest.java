// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.dns.Asker;
import dev.hanse.discovery.dns.TestView;
import dev.hanse.discovery.testing.MalformedMessage;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/** Protects the responder against a corpus of messages that lie, as they are and damaged further. */
class MalformedMessagesTest {

    private final Asker asker = new Asker("gw-1", false);

    @BeforeEach
    void publish() {
        asker.publish(new TestView("east")
                .clusterSetIp("shop/web", "http/tcp/80")
                .endpoints("shop/web", "east", "10.0.0.1")
                .version(1));
    }

    static List<MalformedMessage> corpus() {
        return MalformedMessage.all();
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void answersOnEachTransport(MalformedMessage message) throws IOException {
        for (Transport transport : Transport.values()) {
            byte[] answer = asker.ask(message.octets(), transport);
            if (message.expected().equals(MalformedMessage.SILENCE)) {
                assertThat(answer).isEmpty();
            } else {
                assertThat(Rcode.string(new Message(answer).getRcode())).isEqualTo(message.expected());
                assertThat(new Message(answer).getHeader().getID()).isEqualTo(MalformedMessage.ID);
            }
        }
        assertThat(asker.text("web.shop.svc.clusterset.local", "A")).startsWith("NOERROR");
    }

    @Test
    void survivesEveryBeginningOfEachMessage() throws IOException {
        for (MalformedMessage message : corpus()) {
            for (int length = 0; length < message.octets().length; length++) {
                AnswerRules.require(asker, Arrays.copyOf(message.octets(), length));
            }
        }
    }

    @Test
    void survivesEachMessageWithAnyOctetChanged() throws IOException {
        Random random = new Random(4);
        for (MalformedMessage message : corpus()) {
            for (int at = 0; at < message.octets().length; at++) {
                byte[] changed = message.octets().clone();
                changed[at] = (byte) random.nextInt();
                AnswerRules.require(asker, changed);
            }
        }
    }
}
