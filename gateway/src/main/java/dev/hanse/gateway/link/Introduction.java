// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.link;

import dev.hanse.proto.v1.Hello;

/**
 * What a gateway says of itself on every stream.
 *
 * @param softwareVersion for people; at most 64 octets
 * @param tunnel how other gateways reach it
 */
public record Introduction(String softwareVersion, OwnTunnel tunnel) {

    /** The first message of a stream, which goes on behind what is held. A key that it tells is used from now on. */
    Hello hello(LinkContents contents) {
        tunnel.takeEffect();
        Hello.Builder hello = Hello.newBuilder()
                .setSoftwareVersion(softwareVersion)
                .setViewPosition(contents.view().position())
                .setExportPosition(contents.exports().position());
        tunnel.endpoint().ifPresent(hello::setTunnelEndpoint);
        return hello.build();
    }
}
