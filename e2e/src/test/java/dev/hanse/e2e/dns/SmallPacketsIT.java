// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.e2e.host.TestNetwork;
import dev.hanse.e2e.host.TestProcess;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Protects answers on a way whose packets are shorter than they are, where the system cuts no message into datagrams. */
final class SmallPacketsIT {

    private static final String GATEWAY = "192.0.2.1";

    /** Less than the answer with its headers, 102 octets. */
    private static final int PACKET_OCTETS = 90;

    @RegisterExtension
    static final TestLab LAB = new TestLab();

    @Test
    void noAnswerIsLostThatWouldHaveSharedAMessage() throws IOException {
        TestNetwork pods = LAB.network("pods");
        TestHost gateway = LAB.host("gateway");
        String device = gateway.attach(pods, GATEWAY + "/24");
        TestHost app = LAB.host("app");
        app.attach(pods, "192.0.2.10/24");
        RealGateway.start(LAB, gateway, GATEWAY, LAB.folder("gateway"), "");
        gateway.mtu(device, PACKET_OCTETS);
        TestProcess questions = app.startJava(
                "questions", ManyQuestions.class, GATEWAY, RealGateway.WEB, RealGateway.WEB_ADDRESS, "5000");
        questions.awaitExit(Duration.ofMinutes(1));
        assertThat(questions.logText()).contains("5000 answers");
    }
}
