// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.dns.Asker;
import dev.hanse.discovery.dns.TestView;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Protects batches from answers of two views, whose order on the way says nothing about their age. */
class BatchTest {

    private final Asker asker = new Asker();
    private int version;

    @Test
    void allAnswersOfABatchAreOfOneView() {
        publish("10.0.0.1");
        asker.beginBatch();
        assertThat(ask()).endsWith("10.0.0.1");
        publish("10.0.0.2");
        assertThat(ask()).endsWith("10.0.0.1");
        asker.endBatch();
        assertThat(ask()).endsWith("10.0.0.2");
        asker.beginBatch();
        assertThat(ask()).endsWith("10.0.0.2");
    }

    @Test
    void aBatchThatBeganBeforeTheFirstViewHasNone() {
        asker.beginBatch();
        publish("10.0.0.1");
        assertThat(ask()).isEqualTo(Rcode.string(Rcode.SERVFAIL));
        asker.endBatch();
        assertThat(ask()).endsWith("10.0.0.1");
    }

    private void publish(String address) {
        asker.publish(new TestView("east")
                .clusterSetIp("shop/web", "http/tcp/80")
                .endpoints("shop/web", "east", address)
                .version(++version));
    }

    /** The address, or the code of an answer without. */
    private String ask() {
        Message answer = asker.ask("web.shop.svc.clusterset.local", Type.A);
        return answer.getSection(Section.ANSWER).stream()
                .findFirst()
                .map(Object::toString)
                .orElse(Rcode.string(answer.getRcode()));
    }
}
