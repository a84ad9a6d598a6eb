// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.host;

import java.util.HashMap;
import java.util.Map;

/**
 * An Ethernet segment: a Linux bridge in a namespace of its own, so that nothing appears among the machine's own links.
 *
 * <p>Made by {@link TestLab#network}. Hosts join it with {@link TestHost#attach}.
 */
public final class TestNetwork {
    private static final String BRIDGE = "br0";

    private final String name;
    private final String namespace;
    private final Map<TestHost, String> ports = new HashMap<>();

    TestNetwork(String name, String namespace) {
        this.name = name;
        this.namespace = namespace;
        Command.check("ip", "netns", "add", namespace);
        seeNothing();
        ip("link", "add", BRIDGE, "type", "bridge");
        ip("link", "set", BRIDGE, "up");
    }

    /** A switch knows of no packet filter, whatever modules other programs have loaded; each packet would pass the kernel's once more. */
    private void seeNothing() {
        Command.check(("ip netns exec " + namespace + " sysctl -q -e -w net.bridge.bridge-nf-call-iptables=0"
                        + " net.bridge.bridge-nf-call-ip6tables=0 net.bridge.bridge-nf-call-arptables=0")
                .split(" "));
    }

    /** The name it was made with. */
    public String name() {
        return name;
    }

    /** Cuts the host off this network without a sign at the host: its link stays up and packets are lost, as in a partition. */
    public void partition(TestHost host) {
        ip("link", "set", port(host), "nomaster");
    }

    /** Ends {@link #partition}. */
    public void heal(TestHost host) {
        ip("link", "set", port(host), "master", BRIDGE);
    }

    /** Carries packets of so many octets from now on, between those that are on it by then; their own devices have their own MTU. */
    public TestNetwork mtu(int octets) {
        ports.values().forEach(port -> ip("link", "set", port, "mtu", Integer.toString(octets)));
        return this;
    }

    String namespace() {
        return namespace;
    }

    /** Makes the pair of links between the host and the bridge. */
    void plug(TestHost host, String hostInterface) {
        if (ports.containsKey(host)) {
            throw new IllegalStateException(host.name() + " is on network " + name + " already");
        }
        String port = "port" + ports.size();
        ip("link", "add", port, "type", "veth", "peer", "name", hostInterface, "netns", host.namespace());
        ip("link", "set", port, "master", BRIDGE, "up");
        ports.put(host, port);
    }

    private String port(TestHost host) {
        String port = ports.get(host);
        if (port == null) {
            throw new IllegalStateException(host.name() + " is not on network " + name);
        }
        return port;
    }

    private void ip(String... words) {
        Command.ip(namespace, words);
    }
}
