// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.role;

import dev.hanse.cli.config.ControlPlaneFile;
import dev.hanse.cli.config.EffectiveConfig;
import dev.hanse.cli.output.Console;
import dev.hanse.controlplane.ControlPlane;
import dev.hanse.controlplane.ControlPlaneConfig;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code hanse control-plane}. */
@Command(name = "control-plane", description = "Runs a control plane until it is told to end.")
public final class ControlPlaneCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private RoleOptions options = new RoleOptions();

    /** The role for one console. */
    public ControlPlaneCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        ControlPlaneConfig config = ControlPlaneFile.read(options.config());
        List<String> words = EffectiveConfig.of(config);
        return options.isCheckOnly()
                ? RoleOptions.checked(console, words, ControlPlane::check)
                : new RoleProcess("control plane", ControlPlaneCommand.class)
                        .run(words, () -> ControlPlane.start(config));
    }
}
