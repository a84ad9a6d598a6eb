// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.link;

import dev.hanse.proto.v1.Hello;
import dev.hanse.proto.v1.TunnelEndpoint;
import java.util.Optional;

/**
 * What a gateway says of itself on every stream.
 *
 * @param softwareVersion for people; at most 64 octets
 * @param tunnelEndpoint how other gateways reach it; empty: it carries no packets
 */
public record Introduction(String softwareVersion, Optional<TunnelEndpoint> tunnelEndpoint) {

    /** The first message of a stream, which goes on behind what is held. */
    Hello hello(LinkContents contents) {
        Hello.Builder hello = Hello.newBuilder()
                .setSoftwareVersion(softwareVersion)
                .setViewPosition(contents.view().position())
                .setExportPosition(contents.exports().position());
        tunnelEndpoint.ifPresent(hello::setTunnelEndpoint);
        return hello.build();
    }
}
