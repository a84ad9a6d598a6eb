// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Protects the pages that people read before they write a file: they say what the descriptions say. With {@code -Dhanse.golden=write} it writes them. */
final class ReferenceTest {

    private static final Path REPOSITORY = Path.of("..");

    @Test
    void theReferenceHasEveryKey() throws IOException {
        check(
                "docs/configuration.md",
                new ReferencePage()
                        .file("control-plane.yaml", controlPlane())
                        .file("gateway.yaml", gateway())
                        .file("node.yaml", node())
                        .toString());
    }

    @Test
    void theExampleOfAControlPlaneHasEveryKey() throws IOException {
        check(
                "deploy/examples/control-plane.yaml",
                new ExampleFile("hanse control-plane --config control-plane.yaml", controlPlane()).toString());
    }

    @Test
    void theExampleOfAGatewayHasEveryKey() throws IOException {
        check(
                "deploy/examples/gateway.yaml",
                new ExampleFile("hanse gateway --config gateway.yaml", gateway()).toString());
    }

    @Test
    void theExampleOfANodeHasEveryKey() throws IOException {
        check("deploy/examples/node.yaml", new ExampleFile("hanse node --config node.yaml", node()).toString());
    }

    static ExplainedKeys node() {
        return explained(keys -> NodeFile.describe(keys, Optional.empty()));
    }

    static ExplainedKeys controlPlane() {
        return explained(keys -> ControlPlaneFile.describe(keys, Optional.empty()));
    }

    static ExplainedKeys gateway() {
        return explained(keys -> GatewayFile.describe(keys, Optional.empty()));
    }

    private static ExplainedKeys explained(Consumer<Keys> describe) {
        ExplainedKeys keys = new ExplainedKeys();
        describe.accept(keys);
        return keys;
    }

    private static void check(String file, String text) throws IOException {
        Path committed = REPOSITORY.resolve(file);
        if ("write".equals(System.getProperty("hanse.golden"))) {
            Files.writeString(committed, text);
        }
        assertThat(committed)
                .as(
                        "to write it: mvn test -pl cli -am -Dtest=ReferenceTest -Dsurefire.failIfNoSpecifiedTests=false -Dhanse.golden=write")
                .content()
                .isEqualTo(text);
    }
}
