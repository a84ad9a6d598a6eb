// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Protects the example configuration that people start from: it must be read as it stands. */
final class ExampleFilesTest {

    private static final Path EXAMPLES = Path.of("../deploy/examples");

    @Test
    void readsTheExampleOfAControlPlane() {
        assertThat(ControlPlaneFile.read(EXAMPLES.resolve("control-plane.yaml")).clusterSet())
                .isNotBlank();
    }

    @Test
    void readsTheExampleOfAGateway() {
        assertThat(GatewayFile.read(EXAMPLES.resolve("gateway.yaml")).tunnel()).isPresent();
    }

    @Test
    void readsTheExampleOfANode() {
        assertThat(NodeFile.read(EXAMPLES.resolve("node.yaml")).gateways()).isNotEmpty();
    }
}
