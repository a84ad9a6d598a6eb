// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.operator;

import dev.hanse.cli.output.Console;
import dev.hanse.cli.output.OutputOptions;
import dev.hanse.cli.output.Printer;
import dev.hanse.cli.remote.Connector;
import dev.hanse.cli.remote.ControlPlaneConnection;
import dev.hanse.cli.remote.ServerOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** What all operator verbs share: options, one connection for the length of the verb, a printer. */
abstract class OperatorVerb implements Callable<Integer> {

    private final Console console;
    private final Connector connector;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    OperatorVerb(Console console, Connector connector) {
        this.console = console;
        this.connector = connector;
    }

    /** Asks and prints. */
    abstract void run(ControlPlaneConnection controlPlane, Printer printer);

    @Override
    public final Integer call() {
        try (ControlPlaneConnection controlPlane = connector.connect(server)) {
            run(controlPlane, output.printer(console));
        }
        return ExitCode.OK;
    }

    final Console console() {
        return console;
    }
}
