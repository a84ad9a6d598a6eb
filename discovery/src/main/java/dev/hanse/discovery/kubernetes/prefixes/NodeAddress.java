// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.prefixes;

import java.net.InetAddress;

/**
 * An address that a node itself has.
 *
 * @param node its name
 */
public record NodeAddress(String node, InetAddress address) {}
