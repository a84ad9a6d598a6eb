// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects who asks once more: the key is the same until the certificate is kept, and never anybody else's. */
class JoinKeyTest {

    @TempDir
    Path directory;

    private JoinKey key() {
        return new JoinKey(directory.resolve("join-key.pem"));
    }

    @Test
    void keyIsTheSameAfterARestartUntilItIsForgotten() throws IOException {
        CertificateRequest first = key().request();

        CertificateRequest again = key().request();
        assertThat(again.keys().getPublic()).isEqualTo(first.keys().getPublic());
        assertThat(again.privateKey()).isEqualTo(first.privateKey());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("join-key.pem"))))
                .isEqualTo("rw-------");

        key().forget();
        key().forget();
        assertThat(key().request().keys().getPublic()).isNotEqualTo(first.keys().getPublic());
    }

    @Test
    void damagedKeyIsReplaced() throws IOException {
        CertificateRequest first = key().request();
        Path file = directory.resolve("join-key.pem");
        String text = Files.readString(file);
        CertificateRequest other = new JoinKey(directory.resolve("other")).request();
        String mixed = text.substring(0, text.indexOf("-----BEGIN PUBLIC"))
                + Files.readString(directory.resolve("other"))
                        .substring(Files.readString(directory.resolve("other")).indexOf("-----BEGIN PUBLIC"));
        for (String damaged : new String[] {"", "rubbish", text.substring(0, 100), text.substring(100), mixed}) {
            Files.writeString(file, damaged);

            CertificateRequest fresh = key().request();
            assertThat(fresh.isSound()).isTrue();
            assertThat(fresh.keys().getPublic())
                    .isNotEqualTo(first.keys().getPublic())
                    .isNotEqualTo(other.keys().getPublic());
        }
    }

    @Test
    void keyThatCannotBeKeptIsNotUsed() throws IOException {
        Files.createDirectories(directory.resolve("join-key.pem.new/full"));

        assertThatThrownBy(() -> key().request()).isInstanceOf(IOException.class);
    }
}
