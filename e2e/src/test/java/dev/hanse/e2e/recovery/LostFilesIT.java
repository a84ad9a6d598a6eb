// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.TestLab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects a cluster set from a control plane that starts without a half of its data: it is refused, and changes nothing. */
final class LostFilesIT {

    @RegisterExtension
    static final TestLab LAB = new TestLab();

    private static ClusterSet set;

    @BeforeAll
    static void start() {
        set = ClusterSet.start(LAB);
        set.stopControlPlane();
    }

    @ParameterizedTest
    @ValueSource(strings = {"federation.db", "ca-root.pem", "ca-root-key.pem", "revocations.log"})
    void aMissingFileIsNamed(String name) throws IOException {
        Path file = set.data(name);
        Path away = LAB.folder("away").resolve(name);
        Files.move(file, away);

        assertThat(set.refusedStart()).contains(name);
        assertThat(file).as("not made anew").doesNotExist();

        Files.move(away, file);
        itStartsAgain();
    }

    @Test
    void anEmptyStoreIsNamed() throws IOException {
        Path file = set.data("federation.db");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, new byte[0]);

        assertThat(set.refusedStart()).contains("federation.db");
        assertThat(Files.size(file)).as("not written").isZero();

        Files.write(file, whole);
        itStartsAgain();
    }

    private static void itStartsAgain() {
        set.startControlPlane();
        set.stopControlPlane();
    }
}
