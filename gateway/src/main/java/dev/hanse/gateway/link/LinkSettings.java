// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.link;

import dev.hanse.proto.v1.PathReport;
import dev.hanse.proto.v1.TunnelEndpoint;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a gateway says of itself on every stream.
 *
 * @param softwareVersion for people; at most 64 octets
 * @param tunnelEndpoint how other gateways reach it; empty: it carries no packets
 * @param paths the newest path states; called on the control loop
 * @param epochs names for sequences of export deltas, never the same twice
 */
public record LinkSettings(
        String softwareVersion,
        Optional<TunnelEndpoint> tunnelEndpoint,
        Supplier<PathReport> paths,
        Supplier<String> epochs) {}
