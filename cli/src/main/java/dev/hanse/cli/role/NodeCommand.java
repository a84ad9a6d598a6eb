// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.role;

import dev.hanse.cli.config.EffectiveConfig;
import dev.hanse.cli.config.NodeFile;
import dev.hanse.cli.output.Console;
import dev.hanse.node.Node;
import dev.hanse.node.NodeConfig;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code hanse node}. */
@Command(
        name = "node",
        description =
                "Routes this node's packets for other clusters to the healthy gateways of its own, and keeps their source"
                        + " address, until it is told to end; routes stay then.")
public final class NodeCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private RoleOptions options = new RoleOptions();

    /** The role for one console. */
    public NodeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        NodeConfig config = NodeFile.read(options.config());
        List<String> words = EffectiveConfig.of(config);
        return options.isCheckOnly()
                ? RoleOptions.checked(console, words, () -> Node.check(config))
                : new RoleProcess("node", NodeCommand.class).run(words, () -> Node.start(config));
    }
}
