// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Protects what people write by hand: a key file of any content is read, or refused in words. */
class TextFuzzTest {

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
}
