// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli;

import dev.hanse.cli.demo.DemoCommand;
import dev.hanse.cli.demo.DemoWebCommand;
import dev.hanse.cli.dns.DnsConfigCommand;
import dev.hanse.cli.dnskey.DnsKeyCommand;
import dev.hanse.cli.dnskey.DnsKeyCreateCommand;
import dev.hanse.cli.dnskey.DnsKeyShowCommand;
import dev.hanse.cli.operator.AuditCommand;
import dev.hanse.cli.operator.ClusterCommand;
import dev.hanse.cli.operator.ClusterListCommand;
import dev.hanse.cli.operator.ClusterRemoveCommand;
import dev.hanse.cli.operator.ClusterShowCommand;
import dev.hanse.cli.operator.ConnectionsCommand;
import dev.hanse.cli.operator.GatewayListCommand;
import dev.hanse.cli.operator.GatewayRemoveCommand;
import dev.hanse.cli.operator.GatewayRotateKeyCommand;
import dev.hanse.cli.operator.ResolveCommand;
import dev.hanse.cli.operator.ServiceCommand;
import dev.hanse.cli.operator.ServiceListCommand;
import dev.hanse.cli.operator.ServiceShowCommand;
import dev.hanse.cli.operator.TokenCommand;
import dev.hanse.cli.operator.TokenCreateCommand;
import dev.hanse.cli.output.Console;
import dev.hanse.cli.remote.Connector;
import dev.hanse.cli.role.ControlPlaneCommand;
import dev.hanse.cli.role.GatewayCommand;
import java.util.random.RandomGenerator;
import picocli.CommandLine;

/** Every verb in its place: the composition root of this module. */
final class CommandTree {

    private CommandTree() {}

    /**
     * Builds the tree.
     *
     * @param console where verbs print
     * @param connector how operator verbs reach a control plane
     */
    static CommandLine of(Console console, Connector connector) {
        HanseCommand root = new HanseCommand();
        CommandLine tree = new CommandLine(root)
                .addSubcommand(new ControlPlaneCommand(console))
                .addSubcommand(group(new GatewayCommand(console))
                        .addSubcommand(new GatewayListCommand(console, connector))
                        .addSubcommand(new GatewayRemoveCommand(console, connector))
                        .addSubcommand(new GatewayRotateKeyCommand(console, connector)))
                .addSubcommand(group(new TokenCommand()).addSubcommand(new TokenCreateCommand(console, connector)))
                .addSubcommand(group(new ClusterCommand())
                        .addSubcommand(new ClusterListCommand(console, connector))
                        .addSubcommand(new ClusterShowCommand(console, connector))
                        .addSubcommand(new ClusterRemoveCommand(console, connector)))
                .addSubcommand(group(new ServiceCommand())
                        .addSubcommand(new ServiceListCommand(console, connector))
                        .addSubcommand(new ServiceShowCommand(console, connector)))
                .addSubcommand(new ConnectionsCommand(console, connector))
                .addSubcommand(new ResolveCommand(console, connector))
                .addSubcommand(new AuditCommand(console, connector))
                .addSubcommand(new DnsConfigCommand(console))
                .addSubcommand(group(new DnsKeyCommand())
                        .addSubcommand(new DnsKeyCreateCommand(console))
                        .addSubcommand(new DnsKeyShowCommand(console)))
                .addSubcommand(new DemoCommand(console, RandomGenerator.getDefault()))
                .addSubcommand(new DemoWebCommand())
                .addSubcommand(new TrainCommand(console))
                .addSubcommand(new VersionCommand(console))
                .addSubcommand(new CompletionCommand(console));
        return configured(tree, console, new ErrorLines(console, root::isDebug));
    }

    private static CommandLine group(Object command) {
        return new CommandLine(command);
    }

    private static CommandLine configured(CommandLine tree, Console console, ErrorLines errors) {
        helpOption(tree);
        return tree.setOut(console.out())
                .setErr(console.err())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler(errors)
                .setParameterExceptionHandler(errors);
    }

    private static void helpOption(CommandLine command) {
        command.getCommandSpec()
                .addOption(CommandLine.Model.OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this help and exit.")
                        .build());
        command.getSubcommands().values().forEach(CommandTree::helpOption);
    }
}
