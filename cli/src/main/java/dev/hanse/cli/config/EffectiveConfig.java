// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.config;

import dev.hanse.controlplane.ControlPlaneConfig;
import dev.hanse.gateway.GatewayConfig;
import dev.hanse.node.NodeConfig;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a role runs with, defaults included, as {@code key=value} words in the order of the file. Configuration holds no secret, only the names of files
 * with secrets; what stands in those is never read here.
 */
public final class EffectiveConfig {

    private EffectiveConfig() {}

    /** The words of a control plane. */
    public static List<String> of(ControlPlaneConfig config) {
        return words(keys -> ControlPlaneFile.describe(keys, Optional.of(config)));
    }

    /** The words of a gateway. */
    public static List<String> of(GatewayConfig config) {
        return words(keys -> GatewayFile.describe(keys, Optional.of(config)));
    }

    /** The words of a node. */
    public static List<String> of(NodeConfig config) {
        return words(keys -> NodeFile.describe(keys, Optional.of(config)));
    }

    private static List<String> words(Consumer<Keys> describe) {
        PrintedKeys keys = new PrintedKeys();
        describe.accept(keys);
        return keys.words().toList();
    }
}
