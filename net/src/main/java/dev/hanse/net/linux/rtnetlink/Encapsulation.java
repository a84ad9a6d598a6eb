// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux.rtnetlink;

import java.net.InetAddress;

/**
 * Into what packets of a route are put before they leave: VXLAN to one host ({@code RTA_ENCAP}).
 *
 * @param remote outer destination
 * @param vni number of the virtual network, 24 bits
 */
public record Encapsulation(InetAddress remote, int vni) {}
