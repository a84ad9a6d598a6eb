// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects small files that nobody could give again. */
class MirroredFileTest {

    private static final byte[] CONTENT = "a key\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    @TempDir
    Path directory;

    private Path path;
    private MirroredFile file;

    @BeforeEach
    void open() {
        path = directory.resolve("identity.pem");
        file = new MirroredFile(path);
    }

    @Test
    void holdsWhatWasWrittenTwiceAndForTheOwnerAlone() throws IOException {
        assertThat(file.read()).isEmpty();
        assertThat(file.copy()).isEmpty();
        file.write(CONTENT);

        assertThat(file.read()).contains(CONTENT);
        assertThat(file.copy()).contains(CONTENT);
        for (String name : new String[] {"identity.pem", "identity.pem.copy"}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(name))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void copyTakesThePlaceOfADamagedFileWhichIsSetAside() throws IOException {
        file.write(CONTENT);
        Files.writeString(path, "a kex\n");
        file.restore("it is damaged", file.copy().orElseThrow(), Instant.EPOCH);

        assertThat(file.read()).contains(CONTENT);
        assertThat(directory.resolve("identity.pem.corrupt-19700101T000000000Z"))
                .hasContent("a kex");
    }

    @Test
    void damagedCopyIsNoCopy() throws IOException {
        file.write(CONTENT);
        Path copy = directory.resolve("identity.pem.copy");
        byte[] octets = Files.readAllBytes(copy);
        octets[octets.length / 2] ^= 1;
        Files.write(copy, octets);

        assertThat(file.copy()).isEmpty();
    }

    @Test
    void failedWriteLeavesWhatWasThere() throws IOException {
        file.write(CONTENT);
        Files.createDirectories(directory.resolve("identity.pem.new/in the way"));

        assertThatThrownBy(() -> file.write(new byte[3])).isInstanceOf(IOException.class);
        assertThat(file.read()).contains(CONTENT);
        assertThat(file.copy()).contains(CONTENT);
    }
}
