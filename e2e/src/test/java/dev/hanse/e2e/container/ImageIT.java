// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.Distribution;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.net.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.testcontainers.containers.Network;

/** Protects the image: what a pod of a strict cluster lacks it does not need, and who builds it again gets the same one. */
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

    @Test
    void everyRoleRunsWithoutAnythingToWriteButItsData() throws Exception {
        Network network = containers.network("192.0.2.0/24", "192.0.2.254");
        LabContainer controlPlane = containers
                .container("control-plane", ContainerLab.HANSE, network, "192.0.2.10")
                .confined(folder("control-plane.yaml", """
                        cluster-set: confined
                        name: cp-1
                        data-dir: /var/lib/hanse/control-plane
                        listen: 0.0.0.0:9443
                        advertise: ["192.0.2.10:9443"]
                        """) + ":/etc/hanse:ro")
                .readyWhenLogged("control plane is ready")
                .withCommand("control-plane", "--config", "/etc/hanse/control-plane.yaml");
        controlPlane.start();
        String token = run(
                "docker",
                "exec",
                controlPlane.getContainerId(),
                "hanse",
                "token",
                "create",
                "east",
                "--server",
                "192.0.2.10:9443");
        LabContainer gateway = containers
                .container("gateway", ContainerLab.HANSE, network, "192.0.2.1")
                .asGateway()
                .withEnv("NODE_ADDRESS", "192.0.2.1")
                .confined(
                        folder("gateway.yaml", """
                                cluster: east
                                name: gw-1
                                data-dir: /data
                                join-token-file: /etc/hanse/join-token
                                pod-prefixes: [10.10.0.0/16]
                                dns: {listen: ["${NODE_ADDRESS}:9453"]}
                                tunnel: {advertise: ["${NODE_ADDRESS}:51820"]}
                                """, token) + ":/etc/hanse:ro",
                        lab.folder("data").toAbsolutePath() + ":/data")
                .readyWhenLogged("gateway is ready")
                .withCommand("gateway", "--config", "/etc/hanse/gateway.yaml");
        gateway.start();

        assertThat(gateway.run("ip", "link", "show", "hanse0")).contains("hanse0");
        assertThat(gateway.run("hanse", "version")).contains("25");
        assertThat(controlPlane.run("sh", "-c", "touch /tmp/x 2>&1 || true")).contains("Read-only file system");
    }

    private Path folder(String name, String text) throws IOException {
        Path folder = lab.folder(name.replace(".yaml", "")).toAbsolutePath();
        Files.writeString(folder.resolve(name), text);
        return folder;
    }

    private Path folder(String name, String text, String token) throws IOException {
        Path folder = folder(name, text);
        Files.writeString(folder.resolve("join-token"), token);
        return folder;
    }

    private String run(String... command) {
        return lab.runHere(Eventually.LIMIT.multipliedBy(3), command)
                .orFail()
                .output()
                .strip();
    }
}
