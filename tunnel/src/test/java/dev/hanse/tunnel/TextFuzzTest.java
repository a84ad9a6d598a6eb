// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hanse.tunnel.peer.IpPrefix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Protects what people write by hand: a key file or a prefix of any content is read, or refused in words. */
class TextFuzzTest {

    private static final int MAX_PREFIX_TEXT = 60;

    @FuzzTest(maxDuration = "10m")
    void readsAnyKeyFile(byte[] octets) throws IOException {
        Path file = Files.createTempFile(
                "tunnel", ".key", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.write(file, octets);
            StaticKey key = StaticKey.loadOrCreate(file);
            assertThat(key.publicKey()).isEqualTo(StaticKey.loadOrCreate(file).publicKey());
        } catch (IOException e) {
            assertThat(e).hasMessageContaining(file.toString()).hasMessageContaining("expected: ");
            assertThat(Files.readAllBytes(file)).isEqualTo(octets);
        } finally {
            Files.delete(file);
        }
    }

    @FuzzTest(maxDuration = "10m")
    void readsAnyPrefix(byte[] octets) {
        String text = new String(octets, UTF_8);
        try {
            IpPrefix prefix = IpPrefix.parse(text);
            assertThat(prefix.toString()).hasSizeLessThan(MAX_PREFIX_TEXT);
            assertThat(IpPrefix.parse(prefix.toString())).isEqualTo(prefix);
            assertThat(prefix.contains(prefix.address())).isTrue();
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageStartingWith("prefix").hasMessageContaining("expected: ");
        }
    }
}
