// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli;

import dev.hanse.cli.demo.DemoCommand;
import dev.hanse.cli.demo.DemoWebCommand;
import dev.hanse.cli.diagnose.DiagnoseCommand;
import dev.hanse.cli.dns.DnsConfigCommand;
import dev.hanse.cli.dnskey.DnsKeyCommand;
import dev.hanse.cli.dnskey.DnsKeyCreateCommand;
import dev.hanse.cli.dnskey.DnsKeyShowCommand;
import dev.hanse.cli.install.InstallCommand;
import dev.hanse.cli.node.NodeCredentialsCommand;
import dev.hanse.cli.node.NodeUninstallCommand;
import dev.hanse.cli.operator.AuditCommand;
import dev.hanse.cli.operator.ClusterCommand;
import dev.hanse.cli.operator.ClusterListCommand;
import dev.hanse.cli.operator.ClusterRemoveCommand;
import dev.hanse.cli.operator.ClusterShowCommand;
import dev.hanse.cli.operator.ConnectionsCommand;
import dev.hanse.cli.operator.GatewayDrainCommand;
import dev.hanse.cli.operator.GatewayListCommand;
import dev.hanse.cli.operator.GatewayRemoveCommand;
import dev.hanse.cli.operator.GatewayRotateKeyCommand;
import dev.hanse.cli.operator.GatewayUndrainCommand;
import dev.hanse.cli.operator.ResolveCommand;
import dev.hanse.cli.operator.ServiceCommand;
import dev.hanse.cli.operator.ServiceListCommand;
import dev.hanse.cli.operator.ServiceShowCommand;
import dev.hanse.cli.operator.TokenCommand;
import dev.hanse.cli.operator.TokenCreateCommand;
import dev.hanse.cli.output.Console;
import dev.hanse.cli.prefixes.PrefixesCommand;
import dev.hanse.cli.remote.Connector;
import dev.hanse.cli.role.ControlPlaneCommand;
import dev.hanse.cli.role.GatewayCommand;
import dev.hanse.cli.role.NodeCommand;
import dev.hanse.cli.uninstall.UninstallCommand;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import picocli.CommandLine;

/** Every verb in its place: the composition root of this module. */
final class CommandTree {

    private final Console console;
    private final Connector connector;

    private CommandTree(Console console, Connector connector) {
        this.console = console;
        this.connector = connector;
    }

    /**
     * Builds the tree.
     *
     * @param console where verbs print
     * @param connector how operator verbs reach a control plane
     */
    static CommandLine of(Console console, Connector connector) {
        CommandTree tree = new CommandTree(console, connector);
        return tree.with(tree.verbs().values());
    }

    /**
     * Builds what a command line needs: the tree of the verb that is its first word, else the whole. All of it would be half of what a gateway does
     * before it reads its configuration.
     *
     * @param words the command line
     */
    static CommandLine of(Console console, Connector connector, String... words) {
        CommandTree tree = new CommandTree(console, connector);
        Map<String, Supplier<Object>> verbs = tree.verbs();
        return tree.with(
                words.length > 0 && verbs.containsKey(words[0]) && !words[0].equals(CompletionCommand.NAME)
                        ? List.of(verbs.get(words[0]))
                        : verbs.values());
    }

    private CommandLine with(Collection<Supplier<Object>> verbs) {
        HanseCommand root = new HanseCommand();
        CommandLine tree = new CommandLine(root);
        verbs.forEach(verb -> tree.addSubcommand(verb.get()));
        return configured(tree, console, new ErrorLines(console, root::isDebug));
    }

    /** By their names, in the order of the help. */
    private Map<String, Supplier<Object>> verbs() {
        Map<String, Supplier<Object>> verbs = new LinkedHashMap<>();
        verbs.put("control-plane", () -> new ControlPlaneCommand(console));
        verbs.put(
                "gateway",
                () -> group(new GatewayCommand(console))
                        .addSubcommand(new GatewayListCommand(console, connector))
                        .addSubcommand(new GatewayRemoveCommand(console, connector))
                        .addSubcommand(new GatewayRotateKeyCommand(console, connector))
                        .addSubcommand(new GatewayDrainCommand(console, connector))
                        .addSubcommand(new GatewayUndrainCommand(console, connector)));
        verbs.put(
                "node",
                () -> group(new NodeCommand(console))
                        .addSubcommand(new NodeCredentialsCommand(console))
                        .addSubcommand(new NodeUninstallCommand(console)));
        verbs.put("token", () -> group(new TokenCommand()).addSubcommand(new TokenCreateCommand(console, connector)));
        verbs.put(
                "cluster",
                () -> group(new ClusterCommand())
                        .addSubcommand(new ClusterListCommand(console, connector))
                        .addSubcommand(new ClusterShowCommand(console, connector))
                        .addSubcommand(new ClusterRemoveCommand(console, connector)));
        verbs.put(
                "service",
                () -> group(new ServiceCommand())
                        .addSubcommand(new ServiceListCommand(console, connector))
                        .addSubcommand(new ServiceShowCommand(console, connector)));
        verbs.put("connections", () -> new ConnectionsCommand(console, connector));
        verbs.put("resolve", () -> new ResolveCommand(console, connector));
        verbs.put("audit", () -> new AuditCommand(console, connector));
        verbs.put("prefixes", () -> new PrefixesCommand(console));
        verbs.put("install", () -> new InstallCommand(console));
        verbs.put("dns-config", () -> new DnsConfigCommand(console));
        verbs.put(
                "dns-key",
                () -> group(new DnsKeyCommand())
                        .addSubcommand(new DnsKeyCreateCommand(console))
                        .addSubcommand(new DnsKeyShowCommand(console)));
        verbs.put("diagnose", () -> new DiagnoseCommand(console));
        verbs.put("uninstall", () -> new UninstallCommand(console));
        verbs.put("demo", () -> new DemoCommand(console, RandomGenerator.getDefault()));
        verbs.put("demo-web", DemoWebCommand::new);
        verbs.put("train", () -> new TrainCommand(console));
        verbs.put("version", () -> new VersionCommand(console));
        verbs.put(CompletionCommand.NAME, () -> new CompletionCommand(console));
        return verbs;
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
