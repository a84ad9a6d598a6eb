// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.transit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects pods behind a bridge of the gateway's own host, and a bridge that leads to other hosts alone from being taken for one. */
final class LocalBridgesTest {

    @TempDir
    private Path links;

    private Path link(String name, String uevent) throws IOException {
        Path link = Files.createDirectories(links.resolve(name));
        Files.writeString(link.resolve("uevent"), uevent);
        return link;
    }

    private void bridge(String... ports) throws IOException {
        Path bridge = link("br0", "DEVTYPE=bridge\n");
        Files.createDirectories(bridge.resolve("bridge"));
        for (String port : ports) {
            Files.createDirectories(bridge.resolve("brif").resolve(port));
        }
    }

    private boolean local(String name) {
        return new LocalBridges(links).test(name);
    }

    @Test
    void aBridgeWhosePortsLeadIntoPods() throws IOException {
        link("veth1", "INTERFACE=veth1\nIFINDEX=7\n");
        bridge("veth1");
        assertThat(local("br0")).isTrue();
    }

    @Test
    void aBridgeThatLeadsToANetworkAlone() throws IOException {
        link("vxlan1", "DEVTYPE=vxlan\nINTERFACE=vxlan1\n");
        bridge("vxlan1");
        assertThat(local("br0")).isFalse();
    }

    @Test
    void aBridgeOfPodsThatAlsoLeadsToANetwork() throws IOException {
        link("veth1", "INTERFACE=veth1\n");
        link("vxlan1", "DEVTYPE=vxlan\nINTERFACE=vxlan1\n");
        bridge("vxlan1", "veth1");
        assertThat(local("br0")).isTrue();
    }

    @Test
    void aBridgeWithoutPorts() throws IOException {
        bridge();
        Files.createDirectories(links.resolve("br0").resolve("brif"));
        assertThat(local("br0")).isTrue();
    }

    @Test
    void aBridgeWithANetworkCard() throws IOException {
        Files.createDirectories(link("enp1s0", "INTERFACE=enp1s0\n").resolve("device"));
        bridge("enp1s0");
        assertThat(local("br0")).isFalse();
    }

    @Test
    void whatIsNoBridgeAndWhatIsNotKnown() throws IOException {
        link("eth0", "INTERFACE=eth0\n");
        assertThat(local("eth0")).isFalse();
        assertThat(local("gone")).isTrue();
    }
}
