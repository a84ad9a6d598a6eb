// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.tunnel.StaticKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects the start of a gateway from a tunnel key that the disk has damaged. */
class TunnelKeyTest {

    private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

    @TempDir
    Path directory;

    @Test
    void damagedKeyIsSetAsideAndAnotherMade() throws IOException {
        Path file = directory.resolve("tunnel.key");
        StaticKey first = TunnelKey.open(file, CLOCK);
        String text = Files.readString(file);
        Files.writeString(file, "!" + text.substring(1));

        StaticKey second = TunnelKey.open(file, CLOCK);
        assertThat(second.publicKey()).isNotEqualTo(first.publicKey());
        assertThat(TunnelKey.open(file, CLOCK).publicKey()).isEqualTo(second.publicKey());
        assertThat(directory.resolve("tunnel.key.corrupt-19700101T000000000Z"))
                .hasContent("!" + text.substring(1).strip());
    }

    @Test
    void keyThatOthersMayReadIsStillRefused() throws IOException {
        Path file = directory.resolve("tunnel.key");
        TunnelKey.open(file, CLOCK);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> TunnelKey.open(file, CLOCK)).hasMessageContaining("lets others in");
    }
}
