// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.node;

import dev.hanse.cli.config.NodeFile;
import dev.hanse.cli.output.CommandFailure;
import dev.hanse.cli.output.Console;
import dev.hanse.cli.output.OneLine;
import dev.hanse.node.Node;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hanse node uninstall}. */
@Command(
        name = "uninstall",
        description =
                "Takes away what hanse node has set on this host: its routes, the unreachable ones behind them, its table of"
                        + " nftables and what it kept. The process must have ended.")
public final class NodeUninstallCommand implements Runnable {

    private final Console console;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            required = true,
            description = "The configuration of the node, YAML.")
    private Path config = Path.of("");

    /** The verb for one console. */
    public NodeUninstallCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        try {
            int routes = Node.remove(NodeFile.read(config));
            console.out().println("removed: " + routes + " routes, the table inet hanse-node, the state");
            console.out().flush();
        } catch (IOException e) {
            throw new CommandFailure(
                    "not all was removed: " + OneLine.of(e),
                    "stop hanse node on this host, and run this as root again",
                    e);
        }
    }
}
