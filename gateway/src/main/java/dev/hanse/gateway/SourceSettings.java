// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a cluster's exports are read. Several sources may be set; where two export the same service, the first in the
 * order of the components wins.
 *
 * @param file key {@code sources.file}
 * @param consul key {@code sources.consul}
 */
public record SourceSettings(Optional<FileSettings> file, Optional<ConsulSettings> consul) {

    /** No source: the gateway exports nothing. */
    public static final SourceSettings NONE = new SourceSettings(Optional.empty(), Optional.empty());

    /**
     * A watched file.
     *
     * @param path key {@code sources.file.path}
     */
    public record FileSettings(Path path) {}

    /**
     * A Consul agent.
     *
     * @param address key {@code sources.consul.address}: HTTP address of the agent
     * @param tokenFile key {@code sources.consul.token-file}: holds the ACL token; empty: none is sent
     */
    public record ConsulSettings(URI address, Optional<Path> tokenFile) {

        /** Checks the address. */
        public ConsulSettings {
            boolean http = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
            if (!http || address.getHost() == null || address.getUserInfo() != null) {
                throw new IllegalArgumentException("sources.consul.address: not an address of an agent "
                        + "(expected: http://host:port or https://host:port, without user or password)");
            }
        }
    }
}
