// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.TestLab;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Protects what the Multi-Cluster Services API promises: the cases of its conformance suite, each under its number, against two real API servers. */
final class ConformanceIT {

    @RegisterExtension
    static final TestLab LAB = new TestLab();

    private static TwoClusters clusters;

    @BeforeAll
    static void start() throws IOException {
        clusters = TwoClusters.start(LAB);
    }

    @TestFactory
    Stream<DynamicTest> cases() {
        return new ConformanceRun(new NodelessCluster(clusters.east()), new NodelessCluster(clusters.west()))
                .tests(ConformanceRun.Place.WITHOUT_NODES);
    }

    @AfterAll
    static void nothingWasForbidden() {
        clusters.both()
                .forEach(each -> assertThat(each.api().forbidden())
                        .as("requests that the role does not allow")
                        .isEmpty());
    }
}
