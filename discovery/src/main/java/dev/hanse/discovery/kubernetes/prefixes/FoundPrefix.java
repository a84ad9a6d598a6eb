// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.prefixes;

import dev.hanse.net.address.IpPrefix;

/**
 * A prefix and where it stands.
 *
 * @param where object and field, for people; of a node's prefix the node's name
 */
public record FoundPrefix(Network network, IpPrefix prefix, Origin origin, Scope scope, String where) {}
