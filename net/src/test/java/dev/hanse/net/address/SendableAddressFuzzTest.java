// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.address;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Protects registration and views: an address of a tunnel endpoint of any text is read, or refused. */
class SendableAddressFuzzTest {

    @FuzzTest(maxDuration = "10m")
    void readsAnyAddress(byte[] octets) {
        SendableAddress.parse(new String(octets, UTF_8))
                .ifPresent(address -> assertThat(SendableAddress.parse(HostPort.format(address)))
                        .contains(address));
    }
}
