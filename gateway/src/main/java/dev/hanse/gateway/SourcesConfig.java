// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway;

import dev.hanse.discovery.consul.ConsulConfig;
import dev.hanse.discovery.file.FileConfig;
import dev.hanse.discovery.kubernetes.KubernetesConfig;
import java.util.Optional;

/**
 * Where a cluster's exports are read. Several sources may be set; where two export the same service, the first in the
 * order of the components wins.
 *
 * @param file key {@code sources.file}
 * @param kubernetes key {@code sources.kubernetes}
 * @param consul key {@code sources.consul}
 */
public record SourcesConfig(
        Optional<FileConfig> file, Optional<KubernetesConfig> kubernetes, Optional<ConsulConfig> consul) {

    /** No source: the gateway exports nothing. */
    public static final SourcesConfig NONE = new SourcesConfig(Optional.empty(), Optional.empty(), Optional.empty());
}
