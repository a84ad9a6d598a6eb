// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.hanse.controlplane.model.ProtocolViolationException;
import dev.hanse.proto.v1.Hello;
import dev.hanse.proto.v1.Position;
import dev.hanse.proto.v1.TunnelEndpoint;
import org.junit.jupiter.api.Test;

/** Protects the control plane from what a gateway may say first. */
class OpeningTest {

    @Test
    void helloSaysWhereBothDirectionsStand() {
        Opening opening = Opening.of(Hello.newBuilder()
                .setViewPosition(Position.newBuilder().setEpoch("v").setVersion(3))
                .setExportPosition(Position.newBuilder().setEpoch("x").setVersion(4))
                .setSoftwareVersion("1.2")
                .build());

        assertThat(opening.view().toString()).contains("v", "3");
        assertThat(opening.exports().toString()).contains("x", "4");
        assertThat(opening.tunnel()).isEmpty();
        assertThat(opening.version()).isEqualTo("1.2");
    }

    @Test
    void malformedHelloIsAViolation() {
        assertThatExceptionOfType(ProtocolViolationException.class)
                .isThrownBy(() -> Opening.of(
                        Hello.newBuilder().setSoftwareVersion("v".repeat(65)).build()))
                .withMessageContaining("65 octets");
        assertThatExceptionOfType(ProtocolViolationException.class)
                .isThrownBy(() -> Opening.of(Hello.newBuilder()
                        .setTunnelEndpoint(TunnelEndpoint.newBuilder().setPublicKey(ByteString.copyFrom(new byte[3])))
                        .build()))
                .withMessageStartingWith("hello: ");
    }

    @Test
    void timeOutOfRangeIsAViolation() {
        assertThatExceptionOfType(ProtocolViolationException.class)
                .isThrownBy(() ->
                        ReceivedTime.of(Timestamp.newBuilder().setNanos(-1).build()))
                .withMessageStartingWith("timestamp: ");
    }
}
