// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.dnssec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Protects the key file: what is written comes back, only its owner may read it, and mistakes are named. */
class ZoneKeyFileTest {

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("zone.key");
    }

    private ZoneKey create() throws IOException {
        return new ZoneKeyFile(file()).create("clusterset.local");
    }

    @Test
    void readsWhatItWrote() throws IOException {
        ZoneKey made = create();
        ZoneKey read = new ZoneKeyFile(file()).read();
        assertThat(read.ds()).isEqualTo(made.ds()).startsWith("clusterset.local. IN DS " + made.tag() + " 13 2 ");
        assertThat(read.dnskey()).isEqualTo(made.dnskey()).startsWith("clusterset.local. IN DNSKEY 257 3 13 ");
        assertThat(read.zone()).isEqualTo("clusterset.local");
        assertThat(made).hasToString("DNSSEC key " + made.tag() + " of clusterset.local");
    }

    @Test
    void letsOnlyTheOwnerRead() throws IOException {
        create();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void refusesAFileThatOthersMayRead() throws IOException {
        create();
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> new ZoneKeyFile(file()).read()).hasMessageContaining("rw-r--r--");
    }

    @Test
    void takesAFileThatItsGroupMayRead() throws IOException {
        create();
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("r--r-----"));
        assertThat(new ZoneKeyFile(file()).read().zone()).isEqualTo("clusterset.local");
    }

    @Test
    void neverOverwrites() throws IOException {
        ZoneKey made = create();
        assertThatThrownBy(this::create).isInstanceOf(IOException.class).hasMessageContaining("exists");
        assertThat(new ZoneKeyFile(file()).read().ds()).isEqualTo(made.ds());
    }

    @Test
    void saysHowToMakeTheFileThatIsMissing() {
        assertThatThrownBy(() -> new ZoneKeyFile(file()).read()).hasMessageContaining("hanse dns-key create");
        assertThatThrownBy(() -> new ZoneKeyFile(folder.resolve("none/zone.key")).create("clusterset.local"))
                .hasMessageContaining("directory");
    }

    @Test
    void publishesASecondKeyAndSignsWithItsOwn() throws IOException {
        ZoneKey made = create();
        ZoneKey next = ZoneKey.generate("clusterset.local");
        Files.writeString(file(), "; the next key\n" + next.dnskey() + "\n" + Files.readString(file()));
        ZoneKey read = new ZoneKeyFile(file()).read();
        assertThat(read.tag()).isEqualTo(made.tag());
        assertThat(read.published()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "(?s).*              | ''                                | no private key",
                "(?s)-----BEGIN.*    | ''                                | no private key",
                "13 .*               | 13 AAAA                           | belongs to no DNSKEY",
                "IN DNSKEY 257 3 13  | IN DNSKEY 256 3 13                | flags 256",
                "IN DNSKEY 257 3 13  | IN DNSKEY 257 3 8                 | algorithm 8",
                "IN DNSKEY           | IN A                              | the line",
                "^clusterset.*\\n    | ''                                | 0 DNSKEY records",
                "(?m)^M.*            | AAAA                              | expected: lines",
                "^(.*\\n)            | $1other.local. IN DNSKEY 257 3 13 AAAA | keys of"
            })
    void namesWhatIsWrong(String what, String by, String named) throws IOException {
        create();
        Files.writeString(file(), Files.readString(file()).replaceFirst(what, by));
        assertThatThrownBy(() -> new ZoneKeyFile(file()).read())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(named)
                .hasMessageContaining("zone.key");
    }

    @Test
    void refusesAFileThatIsMuchTooLong() throws IOException {
        create();
        Files.writeString(file(), ";".repeat(10_000));
        assertThatThrownBy(() -> new ZoneKeyFile(file()).read()).hasMessageContaining("8192 octets");
    }
}
