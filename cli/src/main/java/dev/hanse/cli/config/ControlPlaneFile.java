// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.config;

import dev.hanse.controlplane.ControlPlaneConfig;
import dev.hanse.controlplane.connections.ServerLimits;
import dev.hanse.controlplane.exchange.LeaseTimes;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** {@code control-plane.yaml}. */
public final class ControlPlaneFile {

    private static final Key<String> CLUSTER_SET = Key.of("cluster-set", Form.TEXT)
            .example("example")
            .meaning("The name of the cluster set: every certificate carries it, so it never changes.");

    private static final Key<String> NAME =
            Key.of("name", Form.TEXT).example("cp-1").meaning("The name of this process within the cluster set.");

    private static final Key<Path> DATA_DIR = Key.of("data-dir", Form.PATH)
            .meaning("Keys, certificates and the store; on its first start, operator/ with an operator's credentials.");

    private static final Key<InetSocketAddress> LISTEN =
            Key.of("listen", Form.ADDRESS).meaning("gRPC, for gateways and operators.");

    private static final Key<List<String>> ADVERTISE = Key.of(
                    "advertise", Form.list("list of hosts and ports", Function.identity()))
            .example("[198.51.100.10:9443]")
            .meaning(
                    "Where gateways and operators reach it, at most 16; join tokens carry these addresses. Empty where listen names one host.");

    private static final Key<InetSocketAddress> STATUS_LISTEN =
            Key.of("status-listen", Form.ADDRESS).meaning("Health and metrics over HTTP.");

    private ControlPlaneFile() {}

    /**
     * Reads the file.
     *
     * @throws dev.hanse.cli.output.CommandFailure with the place and what was expected
     */
    public static ControlPlaneConfig read(Path file) {
        return ConfigFile.read(file, keys -> describe(keys, Optional.empty()));
    }

    static ControlPlaneConfig describe(Keys keys, Optional<ControlPlaneConfig> now) {
        String clusterSet = keys.required(CLUSTER_SET, now.map(ControlPlaneConfig::clusterSet));
        String name = keys.required(NAME, now.map(ControlPlaneConfig::name));
        Path dataDir =
                keys.value(DATA_DIR, now.map(ControlPlaneConfig::dataDir).orElse(ControlPlaneConfig.DEFAULT_DATA_DIR));
        InetSocketAddress listen =
                keys.value(LISTEN, now.map(ControlPlaneConfig::listen).orElse(ControlPlaneConfig.DEFAULT_LISTEN));
        List<String> advertise =
                keys.value(ADVERTISE, now.map(ControlPlaneConfig::advertise).orElse(List.of()));
        InetSocketAddress statusListen = keys.value(
                STATUS_LISTEN,
                now.map(ControlPlaneConfig::statusListen).orElse(ControlPlaneConfig.DEFAULT_STATUS_LISTEN));
        LeaseTimes leaseTimes = keys.internal(
                "leaseTimes",
                now.map(ControlPlaneConfig::leaseTimes).orElse(LeaseTimes.DEFAULT),
                "gateways are told it; only tests need another one");
        ServerLimits limits = keys.internal(
                "limits",
                now.map(ControlPlaneConfig::limits).orElseGet(ServerLimits::ofThisProcess),
                "follows from the file descriptors that the process may open");
        keys.end();
        return new ControlPlaneConfig(clusterSet, name, dataDir, listen, advertise, statusListen, leaseTimes, limits);
    }
}
