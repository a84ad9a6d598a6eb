// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli;

import dev.hanse.cli.output.Console;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code hanse completion}. */
@Command(
        name = CompletionCommand.NAME,
        description = "Prints a completion script for bash and zsh: source <(hanse completion).")
final class CompletionCommand implements Runnable {

    static final String NAME = "completion";

    private final Console console;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    CompletionCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        CommandLine root = spec.root().commandLine();
        console.out().print(AutoComplete.bash("hanse", root));
        console.out().flush();
    }
}
