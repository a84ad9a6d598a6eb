// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.container;

import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.TestLab;
import dev.hanse.net.testing.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.testcontainers.containers.Network;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.MountableFile;

/** Protects the deployment in containers, from the first token to a page fetched through the tunnel. */
@Tag("container")
final class ContainerWalkIT {
    private static final Duration START = Eventually.LIMIT;
    private static final Duration SOON = Eventually.LIMIT;
    private static final String NAME = "web.shop.svc.clusterset.local";
    private static final String WEB = "10.10.0.80";
    private static final String CONSUL_AGENT = "http://127.0.0.1:8500/v1/agent";
    private static final String CONSUL_SOURCE = "sources: {consul: {address: \"http://10.10.0.50:8500\"}}";
    private static final String CLIENT = "10.20.0.90";

    @RegisterExtension
    final TestLab lab = new TestLab();

    private ContainerLab containers;
    private Network wan;
    private Network east;
    private Network west;
    private LabContainer controlPlane;

    @BeforeEach
    void startControlPlane() {
        containers = ContainerLab.open(lab);
        wan = containers.network("192.0.2.0/24", "192.0.2.254");
        east = containers.network("10.10.0.0/24", "10.10.0.254");
        west = containers.network("10.20.0.0/24", "10.20.0.254");
        controlPlane = containers
                .container("control-plane", ContainerLab.HANSE, wan, "192.0.2.10")
                .withCopyToContainer(Transferable.of("""
                                cluster-set: walk
                                name: cp-1
                                data-dir: /var/lib/hanse/control-plane
                                listen: 0.0.0.0:9443
                                advertise: ["192.0.2.10:9443"]
                                """), "/etc/hanse/control-plane.yaml")
                .readyWhenLogged("control plane is ready")
                .withCommand("control-plane", "--config", "/etc/hanse/control-plane.yaml");
        controlPlane.start();
    }

    @AfterEach
    void removeContainers() {
        containers.close();
    }

    @Test
    void aNameOfOneClusterAnswersInTheOther() throws Exception {
        LabContainer consul = startConsul();
        startWebServer();
        LabContainer eastGateway = startGateway("east", east, "10.10", "192.0.2.1", CONSUL_SOURCE);
        startGateway("west", west, "10.20", "192.0.2.2", "");
        LabContainer client = startClient();

        register(consul);
        eventually(
                "the name resolves in the other cluster",
                SOON,
                () -> assertThat(resolve(client)).isEqualTo(WEB));
        eventually(
                "the page comes through the tunnel, and the server sees the pod's own address",
                SOON,
                () -> assertThat(fetch(client)).isEqualTo("east-web sees " + CLIENT + "\n"));
        assertThat(operator("service", "list")).contains("shop/web");
        eventually(
                "both ends report the path",
                SOON,
                () -> assertThat(operator("connections")).contains("east/gw-1", "west/gw-1"));

        consul.run("curl", "-sf", "-X", "PUT", CONSUL_AGENT + "/service/deregister/web-1");
        eventually(
                "the name leaves with the service",
                SOON,
                () -> assertThat(client.run("kdig", "+timeout=1", "+retry=0", "@10.20.0.2", NAME, "A"))
                        .contains("NXDOMAIN"));

        register(consul);
        eventually("the name is back", SOON, () -> assertThat(resolve(client)).isEqualTo(WEB));
        controlPlane.stop();
        assertThat(resolve(client)).as("without the control plane").isEqualTo(WEB);
        assertThat(fetch(client)).as("without the control plane").contains(CLIENT);
        assertThat(eastGateway.getLogs()).as("no log holds a token").doesNotContain("hanse1.");
    }

    private LabContainer startConsul() {
        Path consul = Path.of(lab.runHere(SOON, "sh", "-c", "readlink -f \"$(command -v consul)\"")
                .orFail()
                .output()
                .strip());
        LabContainer container = containers
                .container("consul", ContainerLab.BASE, east, "10.10.0.50")
                .withCopyFileToContainer(MountableFile.forHostPath(consul, 0755), "/usr/local/bin/consul")
                .withCommand("consul", "agent", "-dev", "-bind", "10.10.0.50", "-client", "0.0.0.0");
        container.start();
        eventually(
                "consul answers", START, () -> container.run("curl", "-sf", "http://127.0.0.1:8500/v1/status/leader"));
        return container;
    }

    private void startWebServer() throws Exception {
        String server = "dev/hanse/e2e/container/EchoServer.class";
        LabContainer web = containers
                .container("web", ContainerLab.HANSE, east, WEB)
                .withCopyFileToContainer(MountableFile.forClasspathResource(server), "/classes/" + server)
                .withCreateContainerCmdModifier(command -> command.withEntrypoint("/opt/hanse/runtime/bin/java"))
                .withCommand("-cp", "/classes", EchoServer.class.getName(), "8080", "east-web");
        web.start();
        web.run("ip", "route", "add", "10.20.0.0/16", "via", "10.10.0.2");
    }

    private LabContainer startClient() throws Exception {
        LabContainer client = containers
                .container("client", ContainerLab.BASE, west, CLIENT)
                .askingForNamesAt("10.20.0.2")
                .withCommand("sleep", "3600");
        client.start();
        client.run("ip", "route", "add", "10.10.0.0/16", "via", "10.20.0.2");
        return client;
    }

    private LabContainer startGateway(String cluster, Network pods, String prefix, String wanAddress, String sources)
            throws Exception {
        String token = operator("token", "create", cluster).strip();
        LabContainer gateway = containers
                .container("gateway-" + cluster, ContainerLab.HANSE, wan, wanAddress)
                .alsoOn(pods, prefix + ".0.2")
                .asGateway()
                .withCopyToContainer(Transferable.of(token, 0600), "/etc/hanse/join-token")
                .withCopyToContainer(
                        Transferable.of("""
                                cluster: %s
                                name: gw-1
                                data-dir: /var/lib/hanse/gateway
                                join-token-file: /etc/hanse/join-token
                                pod-prefixes: [%s.0.0/16]
                                dns: {listen: ["%s.0.2:53"]}
                                tunnel: {advertise: ["%s:51820"]}
                                %s
                                """.formatted(cluster, prefix, prefix, wanAddress, sources)),
                        "/etc/hanse/gateway.yaml")
                .readyWhenLogged("gateway is ready")
                .withCommand("gateway", "--config", "/etc/hanse/gateway.yaml");
        gateway.start();
        return gateway;
    }

    private static void register(LabContainer consul) throws Exception {
        String service = """
                {"ID": "web-1", "Name": "web", "Address": "%s", "Port": 8080,
                 "Meta": {"clusterset-export": "true", "clusterset-namespace": "shop"}}
                """.formatted(WEB);
        consul.run("curl", "-sf", "-X", "PUT", "-d", service, CONSUL_AGENT + "/service/register");
    }

    private static String fetch(LabContainer client) throws Exception {
        return client.run("curl", "-sf", "--max-time", "3", "http://" + NAME + ":8080/");
    }

    private static String resolve(LabContainer client) throws Exception {
        return client.run("kdig", "+short", "+timeout=1", "+retry=1", "@10.20.0.2", NAME, "A")
                .strip();
    }

    private String operator(String... verb) throws Exception {
        String[] command = new String[verb.length + 4];
        command[0] = "env";
        command[1] = "HANSE_SERVER=192.0.2.10:9443";
        command[2] = "HANSE_CREDENTIALS=/var/lib/hanse/control-plane/operator";
        command[3] = "hanse";
        System.arraycopy(verb, 0, command, 4, verb.length);
        return controlPlane.run(command);
    }
}
