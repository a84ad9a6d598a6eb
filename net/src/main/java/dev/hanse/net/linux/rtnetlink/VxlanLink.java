// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux.rtnetlink;

/**
 * A VXLAN device, or what stands in the place of one.
 *
 * @param index of the link
 * @param name of it, at most 15 octets
 * @param ours whether it is one as {@link VxlanLinks#make} makes them, or began to
 * @param port UDP port that it listens on and sends to; 0: it is no VXLAN
 * @param mtu longest packet that goes in, octets
 * @param up whether it was set up
 */
public record VxlanLink(int index, String name, boolean ours, int port, int mtu, boolean up) {}
