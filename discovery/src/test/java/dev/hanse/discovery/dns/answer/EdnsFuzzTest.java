// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.answer;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hanse.discovery.dns.Asker;
import dev.hanse.discovery.dns.TestView;
import dev.hanse.discovery.dns.wire.Query;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Assertions;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/**
 * Protects the OPT record, its options and the cookie, which foreign octets as a whole message seldom reach. The rate
 * limit is on, so that every cookie is weighed.
 */
class EdnsFuzzTest {

    private static final byte[] QUESTION =
            Asker.query("web.n.svc.clusterset.local", Type.A).toWire();

    private final Asker asker = new Asker("gw-1", false, 1);

    EdnsFuzzTest() {
        asker.publish(new TestView("east")
                .clusterSetIp("n/web", "http/tcp/80")
                .endpoints("n/web", "east", "10.0.0.1")
                .version(1));
    }

    /** The octets are size, extended code, version and flags of the OPT record, then its options. */
    @FuzzTest(maxDuration = "10m")
    void readsAnyOptions(byte[] octets) throws IOException {
        byte[] message = message(octets);
        AnswerRules.require(asker, message, Transport.STREAM);
        AnswerRules.require(asker, message, Transport.TLS);
        Query query = new Query();
        Query.Outcome outcome = query.parse(message, 0, message.length);
        byte[] limited = limited(message);
        if (outcome != Query.Outcome.QUESTION) {
            Assertions.assertEquals(0, limited.length);
        } else if (limited.length > 0) {
            Message answer = new Message(limited);
            Assertions.assertEquals(Rcode.NOERROR, answer.getRcode());
            Assertions.assertEquals(limited.length, answer.numBytes());
        }
    }

    /** The answer over UDP beyond the limit, which only those get that there is no doubt about. */
    private byte[] limited(byte[] message) {
        asker.ask(QUESTION, Transport.UDP);
        return asker.ask(message, Transport.UDP);
    }

    private static byte[] message(byte[] octets) {
        int options = Math.max(0, octets.length - 6);
        ByteBuffer message = ByteBuffer.allocate(QUESTION.length + 5 + 6 + options);
        message.put(QUESTION).putShort(10, (short) 1).put((byte) 0).putShort((short) Type.OPT);
        message.put(octets, 0, Math.min(6, octets.length));
        message.position(QUESTION.length + 9).putShort((short) options);
        message.put(octets, octets.length - options, options);
        return message.array();
    }
}
