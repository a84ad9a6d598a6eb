// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects the verbs for the zone's key: what they print, and that the secret half is never shown. */
final class DnsKeyVerbsTest {

    @TempDir
    private Path folder;

    private CommandLineRun run(String... args) throws IOException {
        return CommandLineRun.of(new FakeRegistry(), args);
    }

    private String file() {
        return folder.resolve("zone.key").toString();
    }

    @Test
    void makesAKeyAndShowsWhatResolversMustTrust() throws IOException {
        CommandLineRun made = run("dns-key", "create", file());
        assertThat(made.status()).isZero();
        assertThat(made.out().lines()).hasSize(2);
        assertThat(made.out())
                .startsWith("clusterset.local. IN DS ")
                .contains("clusterset.local. IN DNSKEY 257 3 13 ")
                .doesNotContain("PRIVATE");
        assertThat(run("dns-key", "show", file()).out()).isEqualTo(made.out());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(file()))))
                .isEqualTo("rw-------");
    }

    @Test
    void printsJson() throws IOException {
        assertThat(run("dns-key", "create", file(), "--zone", "example.org", "-o", "json")
                        .out())
                .contains("\"zone\" : \"example.org\"", "\"tag\" : ", "\"ds\" : \"example.org. IN DS");
    }

    @Test
    void refusesInOneLine() throws IOException {
        run("dns-key", "create", file());
        CommandLineRun again = run("dns-key", "create", file());
        assertThat(again.status()).isEqualTo(1);
        assertThat(again.err().lines()).hasSize(1).first().asString().contains("exists");
        CommandLineRun zone = run("dns-key", "create", file() + "2", "--zone", "a..b");
        assertThat(zone.status()).isEqualTo(1);
        assertThat(zone.err().lines()).hasSize(1).first().asString().contains("zone");
        assertThat(run("dns-key", "show", file() + "3").err()).contains("does not exist", "hanse dns-key create");
    }
}
