// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway;

import dev.hanse.discovery.ExportSource;
import dev.hanse.discovery.FirstSeen;
import dev.hanse.discovery.consul.ConsulExportSource;
import dev.hanse.discovery.file.FileExportSource;
import dev.hanse.discovery.kubernetes.ExportStatusSink;
import dev.hanse.discovery.kubernetes.KubernetesExportSource;
import dev.hanse.gateway.storage.DataDirectory;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The sources that a configuration names, in order of precedence. */
final class ConfiguredSources {

    private ConfiguredSources() {}

    static List<ExportSource> open(
            Vertx vertx,
            GatewayConfig config,
            DataDirectory directory,
            ExportStatusSink statuses,
            RandomGenerator random) {
        List<ExportSource> sources = new ArrayList<>();
        config.sources()
                .file()
                .ifPresent(file -> sources.add(new FileExportSource(file, firstSeen(directory, "file"))));
        config.sources()
                .kubernetes()
                .ifPresent(kubernetes -> sources.add(new KubernetesExportSource(
                        kubernetes, Optional.of(config.cluster()), config.podPrefixes(), statuses, random)));
        config.sources()
                .consul()
                .ifPresent(consul ->
                        sources.add(new ConsulExportSource(vertx, consul, firstSeen(directory, "consul"), random)));
        return sources;
    }

    /** Creation times outlast a restart: a restart must not change who wins conflicts. */
    private static FirstSeen firstSeen(DataDirectory directory, String source) {
        return FirstSeen.kept(directory.resolve("first-seen-" + source), InstantSource.system());
    }
}
