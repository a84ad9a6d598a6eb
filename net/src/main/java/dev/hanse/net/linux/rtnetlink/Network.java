// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux.rtnetlink;

import java.net.InetAddress;

/**
 * Where packets go or come from, as the kernel names it.
 *
 * @param address the first one
 * @param bits of it that all have in common
 */
public record Network(InetAddress address, int bits) {}
