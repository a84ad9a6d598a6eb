// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.golden;

import dev.hanse.cli.HanseCommandLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Protects what is said of gateway.yaml and control-plane.yaml: each mistake with its place, and what a good file means. */
final class ConfigurationGoldenTest {

    private final HanseCommandLine hanse = new HanseCommandLine(Clock.systemUTC(), Map.of());

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "config/gateway-errors.txt, gateway",
        "config/gateway-effective.txt, gateway",
        "config/control-plane-errors.txt, control-plane",
        "config/control-plane-effective.txt, control-plane"
    })
    void saysWhatAFileMeansOrWhatIsWrongWithIt(String golden, String role) {
        GoldenCase.checkAll(golden, each -> checked(role, write(role, each.octets(role + ".yaml"))));
    }

    @Test
    void refusesAFileThatIsTooLong() throws IOException {
        Path file =
                write("gateway", "# a long remark\n".repeat(600_000).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        GoldenFile.of("config/gateway-too-long.txt")
                .check(Objects.requireNonNull(checked("gateway", file).get("exit 1")));
        Files.delete(file);
    }

    private Path write(String role, byte[] octets) {
        try {
            return Files.write(folder.resolve(role + ".yaml"), octets);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> checked(String role, Path file) {
        HanseCommandLine.Run run = hanse.run(List.of(role, "--config", file.toString(), "--check-config"));
        return Map.of("exit " + run.status(), new Normaliser().folder(folder).normal(run.out() + run.err()));
    }
}
