// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.views;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.model.ClusterAddresses;
import dev.hanse.discovery.model.Protocol;
import dev.hanse.discovery.model.ServiceAddress;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.model.SharedMap;
import dev.hanse.gateway.testing.ManualLoop;
import dev.hanse.net.testing.ManualClock;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects the addresses of services over a restart, and the gateway from a file of them that cannot be read. */
class OwnAddressesTest {

    private static final SharedMap<ServiceName, ServiceAddress> WEB = SharedMap.copyOf(Map.of(
            new ServiceName("shop", "web"),
            new ServiceAddress(
                    List.of(InetAddress.ofLiteral("10.96.0.5"), InetAddress.ofLiteral("fd00:96::5")),
                    List.of(
                            ServicePort.of("http", Protocol.TCP, 80),
                            ServicePort.of("quic", Protocol.UDP, 443),
                            ServicePort.of("sctp", Protocol.SCTP, 9)))));

    @TempDir
    Path directory;

    private final ManualClock clock = new ManualClock();
    private final ManualLoop loop = new ManualLoop(clock);
    private final List<ClusterAddresses> answered = new ArrayList<>();

    private OwnAddresses addresses() {
        return new OwnAddresses(loop, Runnable::run, directory.resolve(OwnAddresses.FILE), clock, answered::add);
    }

    @Test
    void theyAreThereAtOnceAfterARestart() {
        OwnAddresses before = addresses();
        before.restore();
        assertThat(answered).containsExactly(ClusterAddresses.of(SharedMap.empty()));
        before.onAddresses(WEB);
        loop.run();
        assertThat(answered.getLast()).isEqualTo(ClusterAddresses.of(WEB));
        loop.advance(Duration.ofSeconds(1));

        answered.clear();
        addresses().restore();
        assertThat(answered).containsExactly(ClusterAddresses.of(WEB));
    }

    @Test
    void whatTheEndCameInTheWayOfIsKept() {
        OwnAddresses before = addresses();
        before.onAddresses(WEB);
        before.stop();
        loop.run();

        addresses().restore();
        assertThat(answered.getLast()).isEqualTo(ClusterAddresses.of(WEB));
    }

    @Test
    void theSameAgainIsNotServedAgain() {
        OwnAddresses own = addresses();
        own.onAddresses(WEB);
        own.onAddresses(SharedMap.copyOf(Map.copyOf(WEB)));
        loop.run();

        assertThat(answered).hasSize(1);
    }

    @Test
    void aDamagedFileIsSetAsideAndNothingIsServedInItsPlace() throws IOException {
        OwnAddresses before = addresses();
        before.onAddresses(WEB);
        before.stop();
        loop.run();
        Path file = directory.resolve(OwnAddresses.FILE);
        byte[] content = Files.readAllBytes(file);
        content[30] ^= 1;
        Files.write(file, content);
        answered.clear();

        addresses().restore();
        assertThat(answered).containsExactly(ClusterAddresses.of(SharedMap.empty()));
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(each -> each.getFileName().toString()))
                    .singleElement()
                    .asString()
                    .startsWith("addresses.state.corrupt-");
        }
    }
}
