// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.container;

import com.github.dockerjava.api.model.Network.Ipam;
import dev.hanse.e2e.host.CommandResult;
import dev.hanse.e2e.host.Distribution;
import dev.hanse.e2e.host.TestLab;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.testcontainers.containers.Network;

/** Docker networks and containers of one test; keeps every container's log and removes them all. */
final class ContainerLab implements AutoCloseable {
    static final String HANSE = "hanse:e2e";
    static final String BASE = "hanse-e2e-base:local";
    private static final Duration BUILD_LIMIT = Duration.ofMinutes(9);

    private final Path logs;
    private final Map<String, LabContainer> containers = new LinkedHashMap<>();
    private final List<Network> networks = new ArrayList<>();

    private ContainerLab(Path logs) {
        this.logs = logs;
    }

    /** Builds the images from the working tree first; logs go below the lab's. */
    static ContainerLab open(TestLab lab) {
        CommandResult build = lab.runHere(
                BUILD_LIMIT, Distribution.repository().resolve("e2e/images").toString());
        build.orFail();
        return new ContainerLab(lab.folder("containers"));
    }

    /** A Docker network; the engine's own end of the bridge takes the address given. */
    Network network(String subnet, String bridgeAddress) {
        Network network = Network.builder()
                .createNetworkCmdModifier(command -> command.withIpam(new Ipam()
                        .withConfig(new Ipam.Config().withSubnet(subnet).withGateway(bridgeAddress))))
                .build();
        networks.add(network);
        return network;
    }

    /** A container that is started by the caller and removed with the lab. */
    LabContainer container(String name, String image, Network network, String address) {
        LabContainer container = new LabContainer(name, image, network, address);
        containers.put(name, container);
        return container;
    }

    @Override
    public void close() {
        List<Map.Entry<String, LabContainer>> newestFirst = new ArrayList<>(containers.entrySet()).reversed();
        newestFirst.forEach(entry -> keepLog(entry.getKey(), entry.getValue()));
        newestFirst.forEach(entry -> entry.getValue().stop());
        networks.forEach(Network::close);
    }

    private void keepLog(String name, LabContainer container) {
        if (container.getContainerId() == null) {
            return;
        }
        try {
            Files.writeString(logs.resolve(name + ".log"), container.getLogs());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
