// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node;

import dev.hanse.net.linux.rtnetlink.VxlanLinks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What an operator says of one node, or of all nodes of a cluster alike.
 *
 * @param name key {@code name}: the node, for people; 1 to 253 characters
 * @param dataDir key {@code data-dir}: what was known last is kept here; made when absent
 * @param gateways key {@code gateways}: node ports of the cluster's gateways, 1 to 64; a host name stands for all its addresses
 * @param credentials key {@code credentials}: directory with ca.crt, tls.crt and tls.key
 * @param statusListen key {@code status-listen}: TCP address of health, metrics and status
 * @param vxlanDevice key {@code vxlan-device}: name of the VXLAN device to gateways on no link of the node, 1 to 15 octets
 * @param kubernetesEvents key {@code kubernetes-events}: whether warnings are told as Events of the Node {@code name}, by the service account of the pod
 */
public record NodeConfig(
        String name,
        Path dataDir,
        List<InetSocketAddress> gateways,
        Path credentials,
        InetSocketAddress statusListen,
        String vxlanDevice,
        boolean kubernetesEvents) {

    /** Default of {@code data-dir}. */
    public static final Path DEFAULT_DATA_DIR = Path.of("/var/lib/hanse/node");

    /** Default of {@code status-listen}: this host only. */
    public static final InetSocketAddress DEFAULT_STATUS_LISTEN =
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 9483);

    private static final int MAX_NAME = 253;
    private static final int MAX_GATEWAYS = 64;

    /** Checks each component and copies the list. */
    public NodeConfig {
        gateways = List.copyOf(gateways);
        if (name.isBlank() || name.length() > MAX_NAME) {
            throw new IllegalArgumentException(
                    "name: " + name.length() + " characters (expected: 1 to " + MAX_NAME + ")");
        }
        if (gateways.isEmpty() || gateways.size() > MAX_GATEWAYS) {
            throw new IllegalArgumentException("gateways: " + gateways.size() + " (expected: 1 to " + MAX_GATEWAYS
                    + " hosts and ports, as hanse-gateways.hanse.svc:9482)");
        }
        VxlanLinks.requireName("vxlan-device", vxlanDevice);
        if (statusListen.isUnresolved()) {
            throw new IllegalArgumentException(
                    "status-listen: " + statusListen + " (expected: a literal address and a port, as 127.0.0.1:9483)");
        }
    }

    /** Default of {@code name}: the host's name, which in the host's network is the node's. */
    public static String hostName() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException _) {
            return "unknown";
        }
    }
}
