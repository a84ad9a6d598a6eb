// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.container;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.Device;
import com.github.dockerjava.api.model.HostConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.ExecConfig;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** A container with fixed addresses on one or more Docker networks; it may set its own routes. */
final class LabContainer extends GenericContainer<LabContainer> {
    private final String name;
    private final Map<Network, String> furtherNetworks = new LinkedHashMap<>();

    LabContainer(String name, String image, Network network, String address) {
        super(DockerImageName.parse(image));
        this.name = name;
        withNetwork(network);
        withCreateContainerCmdModifier(command -> {
            command.withHostName(name).withIpv4Address(address);
            hostConfig(command).withCapAdd(Capability.NET_ADMIN);
        });
    }

    /** One more interface, there before the first process starts. */
    LabContainer alsoOn(Network network, String address) {
        furtherNetworks.put(network, address);
        return this;
    }

    /** Asks this server for names, as a pod's resolver does. */
    LabContainer askingForNamesAt(String dnsServer) {
        return withCreateContainerCmdModifier(command -> hostConfig(command).withDns(dnsServer));
    }

    /** Starting means: until it has logged that it is ready. */
    LabContainer readyWhenLogged(String words) {
        return waitingFor(Wait.forLogMessage(".*" + words + ".*", 1).withStartupTimeout(Duration.ofMinutes(3)));
    }

    /** What a gateway with a tunnel needs; the tunnel's device and routes are its own. */
    LabContainer asGateway() {
        return withCreateContainerCmdModifier(command -> {
            command.withUser("0");
            hostConfig(command)
                    .withDevices(new Device("rwm", "/dev/net/tun", "/dev/net/tun"))
                    .withSysctls(Map.of("net.ipv4.ip_forward", "1"));
        });
    }

    /** Runs a command in the container as root; fails the test with its output where it exits other than 0. */
    String run(String... command) throws IOException, InterruptedException {
        ExecResult result =
                execInContainer(ExecConfig.builder().user("0").command(command).build());
        if (result.getExitCode() != 0) {
            throw new AssertionError(name + ": exit " + result.getExitCode() + ": " + String.join(" ", command) + "\n"
                    + result.getStdout() + result.getStderr());
        }
        return result.getStdout();
    }

    /** Testcontainers always sets one. */
    private static HostConfig hostConfig(CreateContainerCmd command) {
        return Objects.requireNonNull(command.getHostConfig());
    }

    @Override
    protected void containerIsCreated(String containerId) {
        furtherNetworks.forEach((network, address) -> getDockerClient()
                .connectToNetworkCmd()
                .withContainerId(containerId)
                .withNetworkId(network.getId())
                .withContainerNetwork(
                        new ContainerNetwork().withIpamConfig(new ContainerNetwork.Ipam().withIpv4Address(address)))
                .exec());
    }
}
