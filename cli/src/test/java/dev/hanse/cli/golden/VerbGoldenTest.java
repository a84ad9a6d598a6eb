// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.golden;

import dev.hanse.cli.HanseCommandLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects what verbs print without a control plane: help, what is wrong with a command line, what they make of files. */
final class VerbGoldenTest {

    private final HanseCommandLine hanse = new HanseCommandLine(Clock.systemUTC(), Map.of());

    @TempDir
    private Path folder;

    @BeforeEach
    void files() throws IOException {
        Path text = Files.writeString(folder.resolve("text"), "no PEM\n");
        Files.setPosixFilePermissions(text, PosixFilePermissions.fromString("rw-r--r--"));
        Files.writeString(folder.resolve("gateway.yaml"), "cluster: east\nname: gw-1\ndata-dir: data\n");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        for (String name : new String[] {"operator.pem", "operator-key.pem", "ca.pem"}) {
            Files.writeString(empty.resolve(name), "");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "verbs/help.txt",
                "verbs/wrong.txt",
                "verbs/no-control-plane.txt",
                "verbs/dns-config.txt",
                "verbs/dns-key.txt",
                "verbs/version.txt",
                "verbs/completion.txt"
            })
    void printsThisAndEndsSo(String golden) {
        GoldenCase.checkAll(golden, this::run);
    }

    private Map<String, String> run(GoldenCase each) {
        return each.run(hanse, new Normaliser().forms().folder(folder), folder);
    }
}
