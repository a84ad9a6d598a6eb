// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.proto.v1.ExchangeResponse;
import dev.hanse.proto.v1.Heartbeat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects how soon a gateway comes back, and where it goes. */
class ReconnectTest {

    @TempDir
    Path directory;

    /** Each test starts it. */
    @SuppressWarnings("NullAway.Init")
    private LabLink lab;

    @AfterEach
    void close() {
        lab.close();
    }

    private LabLink start(String... addresses) {
        lab = new LabLink(directory, addresses);
        return lab;
    }

    /** With signs of life. */
    private void live(Duration length) {
        for (long second = 0; second < length.toSeconds(); second++) {
            lab.loop.advance(Duration.ofSeconds(1));
            lab.controlPlane.say(ExchangeResponse.newBuilder().setHeartbeat(Heartbeat.getDefaultInstance()));
            lab.loop.run();
        }
    }

    @Test
    void goesToTheNextAddressAtOnceWhereAControlPlaneShutsDown() {
        start("cp-1:9443", "cp-2:9443").welcome();
        assertThat(lab.end("SHUTTING_DOWN")).isZero();
        assertThat(lab.controlPlane.addresses()).containsExactly("cp-1:9443", "cp-2:9443");

        assertThat(lab.end("SHUTTING_DOWN")).as("it was not up").isPositive();
    }

    @Test
    void waitsForTheOnlyOneThatShutsDown() {
        start("cp-1:9443").welcome();
        assertThat(lab.end("SHUTTING_DOWN")).isPositive();
    }

    @Test
    void comesBackSoonAfterASessionThatHeld() {
        start("cp-1:9443");
        for (int i = 0; i < 8; i++) {
            lab.end("");
        }
        lab.welcome();
        live(Duration.ofSeconds(11));
        assertThat(lab.end("")).isLessThanOrEqualTo(Duration.ofMillis(260));
    }

    @Test
    void triesOnWithoutAnAddress() {
        start();
        assertThat(lab.link.status().reason()).isEqualTo("no address of a control plane is known");
        assertThat(lab.link.status().state()).isEqualTo(LinkState.DOWN);
        assertThat(lab.loop.timers()).isEqualTo(1);

        lab.ring.learn(List.of("cp-1:9443"));
        lab.awaitStreamAfter(0);
        assertThat(lab.controlPlane.addresses()).containsExactly("cp-1:9443");
    }
}
