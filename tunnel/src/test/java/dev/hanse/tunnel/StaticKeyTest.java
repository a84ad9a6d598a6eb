// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Protects the endpoint's identity on disk: kept over restarts, readable by its owner alone, never overwritten or
 * printed.
 */
class StaticKeyTest {

    @TempDir
    Path directory;

    @Test
    void makesAKeyOnceAndKeepsIt() throws IOException {
        Path file = directory.resolve("tunnel.key");
        StaticKey made = StaticKey.loadOrCreate(file);
        assertThat(StaticKey.loadOrCreate(file).publicKey()).isEqualTo(made.publicKey());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    /** Key and public key of RFC 7748, section 6.1, in the form of the wg tool. */
    @Test
    void anotherKeyTakesThePlaceOfTheOneInTheFile() throws IOException {
        Path file = directory.resolve("tunnel.key");
        StaticKey before = StaticKey.loadOrCreate(file);

        StaticKey fresh = StaticKey.replace(file);

        assertThat(fresh.publicKey()).isNotEqualTo(before.publicKey());
        assertThat(StaticKey.loadOrCreate(file).publicKey()).isEqualTo(fresh.publicKey());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void readsAFileOfTheWireGuardTools() throws IOException {
        Path file = directory.resolve("tunnel.key");
        write(file, "dwdtCnMYpX08FsFyUbJmRd9ML4frwJkqsXf7pR25LCo=\n");
        assertThat(StaticKey.loadOrCreate(file).publicKey())
                .hasToString("hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo=");
    }

    @Test
    void refusesAFileThatOthersMayRead() throws IOException {
        Path file = directory.resolve("tunnel.key");
        write(file, "dwdtCnMYpX08FsFyUbJmRd9ML4frwJkqsXf7pR25LCo=\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> StaticKey.loadOrCreate(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("rw-r----- lets others in (expected: rw-------)");
    }

    @Test
    void refusesWhatIsNoKeyAndKeepsIt() throws IOException {
        for (String text : new String[] {"", "no key", "c2hvcnQ=", "A".repeat(500)}) {
            Path file = directory.resolve("tunnel.key");
            write(file, text);
            assertThatThrownBy(() -> StaticKey.loadOrCreate(file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("not a key (expected: 32 octets in base64 on one line)");
            assertThat(file).hasContent(text);
            Files.delete(file);
        }
    }

    @Test
    void saysThatTheDirectoryIsMissing() {
        assertThatThrownBy(() -> StaticKey.loadOrCreate(directory.resolve("no/tunnel.key")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("its directory does not exist");
    }

    @Test
    void printsOnlyThePublicKey() throws IOException {
        StaticKey key = StaticKey.loadOrCreate(directory.resolve("tunnel.key"));
        assertThat(key).hasToString("static key of " + key.publicKey());
    }

    private static void write(Path file, String text) throws IOException {
        Files.write(file, text.getBytes(US_ASCII));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
