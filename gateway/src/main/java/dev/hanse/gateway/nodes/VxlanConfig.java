// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.nodes;

import dev.hanse.net.linux.rtnetlink.VxlanLinks;

/**
 * How a gateway takes packets of nodes that share no link with it.
 *
 * @param device key {@code nodes.vxlan-device}: name of the VXLAN device, 1 to 15 octets as Linux allows
 * @param port key {@code nodes.vxlan-port}: UDP port; 0: none is taken
 * @param vni key {@code nodes.vxlan-vni}: number of the virtual network, 24 bits
 */
public record VxlanConfig(String device, int port, int vni) {

    /** Most of {@code nodes.vxlan-port}. */
    public static final int MAX_PORT = 65_535;

    /** Most of {@code nodes.vxlan-vni}. */
    public static final int MAX_VNI = 0xff_ff_ff;

    /** Beside 4789 and 8472, which networks of pods use. */
    public static final VxlanConfig DEFAULT = new VxlanConfig(VxlanLinks.NAME, 9484, 20_105);

    /** Checks each component. */
    public VxlanConfig {
        VxlanLinks.requireName("nodes.vxlan-device", device);
        if (port < 0 || port > MAX_PORT || vni < 0 || vni > MAX_VNI) {
            throw new IllegalArgumentException("nodes.vxlan-port: " + port + ", nodes.vxlan-vni: " + vni
                    + " (expected: 0 to " + MAX_PORT + ", 0 to " + MAX_VNI + ")");
        }
    }
}
