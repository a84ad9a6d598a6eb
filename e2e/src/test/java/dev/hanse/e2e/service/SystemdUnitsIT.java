// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.CommandResult;
import dev.hanse.e2e.host.Distribution;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.net.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects the units: systemd itself finds nothing to say about them. */
final class SystemdUnitsIT {

    private static final Path UNITS = Distribution.repository().resolve("deploy/systemd");

    @RegisterExtension
    final TestLab lab = new TestLab();

    /** Restart steps came with systemd 254; older ones ignore them, as the unit says. */
    private static final String NEWER = "Unknown key( name)? '(RestartSteps|RestartMaxDelaySec)'.*";

    @ParameterizedTest
    @ValueSource(strings = {"hanse-gateway.service", "hanse-control-plane.service"})
    void aUnitIsVerified(String name) throws IOException {
        CommandResult verified = verify(name, unit(name));
        assertThat(complaints(name, verified)).isEmpty();
        assertThat(verified.exitCode()).as(verified.output()).isZero();
    }

    /** That the program looks at all. */
    @ParameterizedTest
    @ValueSource(strings = {"hanse-gateway.service", "hanse-control-plane.service"})
    void aWrongKeyIsFound(String name) throws IOException {
        String wrong = unit(name).replace("StartLimitIntervalSec=0", "StartLimitIntervalSecs=0");
        assertThat(complaints(name, verify(name, wrong))).contains("StartLimitIntervalSecs");
    }

    private static String unit(String name) throws IOException {
        return Files.readString(UNITS.resolve(name)).replace("/opt/hanse/bin/hanse", Distribution.executable());
    }

    private CommandResult verify(String name, String text) throws IOException {
        Path file = Files.writeString(lab.folder("units").resolve(name), text);
        return lab.runHere(Eventually.LIMIT, "systemd-analyze", "verify", "--man=no", file.toString());
    }

    private static String complaints(String name, CommandResult verified) {
        return verified.output()
                .lines()
                .filter(line -> line.contains(name))
                .filter(line -> !line.matches(".*" + NEWER))
                .reduce("", (all, line) -> all + line + "\n");
    }
}
