// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.CommandResult;
import dev.hanse.e2e.host.Distribution;
import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.net.testing.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Protects the promise that the .proto files are enough: a Node.js client without any code of ours registers a cluster. */
final class NodeClientIT {
    @RegisterExtension
    final TestLab lab = new TestLab();

    @Test
    void registersAClusterFromTheContractsAlone() {
        TestHost host = lab.host("control");
        host.attach(lab.network("lan"), "192.0.2.10/24");
        ControlPlaneProcess controlPlane = ControlPlaneProcess.start(lab, host, "192.0.2.10");

        JsonNode learned = join(host, controlPlane, "north", "gw-1", "10.30.0.0/16", "10.31.0.0/16");

        String identity = "spiffe://e2e/cluster/north/gateway/gw-1";
        assertThat(learned.get("identity").asString()).isEqualTo(identity);
        assertThat(learned.get("certificateUri").asString()).isEqualTo(identity);
        assertThat(learned.get("certificateIsForOurKey").asBoolean()).isTrue();
        assertThat(learned.get("trustedRoots").asInt()).isPositive();
        assertThat(learned.get("secondUse").asString()).isEqualTo("UNAUTHENTICATED");
        assertThat(learned.get("members").toString())
                .isEqualTo(
                        "[{\"id\":\"north\",\"podPrefixes\":[\"10.30.0.0/16\",\"10.31.0.0/16\"],\"gateways\":[\"gw-1\"]}]");
        assertThat(host.hanse(controlPlane.operator("cluster", "list")).orFail().output())
                .as("hanse sees what the other client did")
                .contains("north");
        assertThat(controlPlane.process().logText())
                .as("the log never holds a token")
                .doesNotContain("hanse1.");
    }

    private static JsonNode join(TestHost host, ControlPlaneProcess controlPlane, String cluster, String... more) {
        Path client = Distribution.repository().resolve("e2e/node-client");
        assertThat(Files.isDirectory(client.resolve("node_modules")))
                .as("its packages are installed: npm ci in " + client)
                .isTrue();
        String[] command = Stream.concat(
                        Stream.of(
                                "node",
                                client.resolve("join.mjs").toString(),
                                controlPlane.address(),
                                controlPlane.credentials().toString(),
                                cluster),
                        Stream.of(more))
                .toArray(String[]::new);
        CommandResult result = host.run(Eventually.LIMIT, command).orFail();
        // Node.js warns that an IP address is no server name; the answer is the last line.
        return JsonMapper.shared().readTree(result.output().lines().toList().getLast());
    }
}
