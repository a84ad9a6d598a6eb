// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.role;

import dev.hanse.cli.config.EffectiveConfig;
import dev.hanse.cli.config.GatewayFile;
import dev.hanse.cli.output.Console;
import dev.hanse.gateway.Gateway;
import dev.hanse.gateway.GatewayConfig;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code hanse gateway}. */
@Command(
        name = "gateway",
        description =
                "Runs a gateway of a cluster until it is told to end. The verbs below look at the gateways of all members.")
public final class GatewayCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private RoleOptions options = new RoleOptions();

    /** The role for one console. */
    public GatewayCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        GatewayConfig config = GatewayFile.read(options.config());
        List<String> words = EffectiveConfig.of(config);
        return options.isCheckOnly()
                ? RoleOptions.checked(console, words, () -> Gateway.check(config))
                : new RoleProcess("gateway", GatewayCommand.class).run(words, () -> Gateway.start(config));
    }
}
