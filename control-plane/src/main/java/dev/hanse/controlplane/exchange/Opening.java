// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import dev.hanse.controlplane.model.GatewayTunnel;
import dev.hanse.controlplane.model.Position;
import dev.hanse.controlplane.model.ProtocolViolationException;
import dev.hanse.controlplane.wire.Tunnels;
import dev.hanse.proto.v1.Hello;
import java.util.Optional;

/**
 * What a gateway says first.
 *
 * @param view where its view stands
 * @param exports where its sequence of export deltas stands
 * @param tunnel how its tunnel endpoint is reached; empty: it runs none
 * @param version of its software
 */
record Opening(Position view, Position exports, Optional<GatewayTunnel> tunnel, String version) {

    private static final int MAX_VERSION = 64;

    /**
     * Reads a Hello.
     *
     * @throws ProtocolViolationException if it is malformed
     */
    static Opening of(Hello hello) {
        Position view = ExportMessages.position(hello.getViewPosition());
        Position exports = ExportMessages.position(hello.getExportPosition());
        Optional<GatewayTunnel> tunnel = tunnel(hello);
        String version = hello.getSoftwareVersion();
        int octets = hello.getSoftwareVersionBytes().size();
        if (octets > MAX_VERSION) {
            throw new ProtocolViolationException(
                    "software version: " + octets + " octets (expected: at most " + MAX_VERSION + ")");
        }
        return new Opening(view, exports, tunnel, version);
    }

    private static Optional<GatewayTunnel> tunnel(Hello hello) {
        if (!hello.hasTunnelEndpoint()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Tunnels.fromMessage(hello.getTunnelEndpoint()));
        } catch (IllegalArgumentException e) {
            throw new ProtocolViolationException("hello: " + e.getMessage());
        }
    }
}
