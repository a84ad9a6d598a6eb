// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.Distribution;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.net.testing.Eventually;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Protects the image: who builds it again gets the same one, and it says what it is made of. */
@Tag("container")
final class ImageIT {

    @RegisterExtension
    final TestLab lab = new TestLab();

    private ContainerLab containers;

    @BeforeEach
    void build() {
        containers = ContainerLab.open(lab);
    }

    @AfterEach
    void removeContainers() {
        containers.close();
    }

    @Test
    void whoBuildsItAgainGetsTheSame() {
        String again = run(
                Distribution.repository().resolve("deploy/image/build").toString(), "hanse:again", ContainerLab.BASE);

        assertThat(again)
                .startsWith("sha256:")
                .isEqualTo(run("docker", "image", "inspect", "--format={{.Id}}", ContainerLab.HANSE));
        assertThat(run("docker", "run", "--rm", "--entrypoint=cat", ContainerLab.HANSE, "/opt/hanse/hanse.cdx.json"))
                .as("its bill of materials")
                .contains("CycloneDX", "pkg:maven/io.netty/netty-handler@");
    }

    private String run(String... command) {
        return lab.runHere(Eventually.LIMIT.multipliedBy(3), command)
                .orFail()
                .output()
                .strip();
    }
}
