// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli;

import dev.hanse.cli.output.Console;

/** The entry point of {@code hanse}. */
public final class Main {

    private Main() {}

    /** Runs one verb and ends the process with its exit status: 0 only on success, 1 for a failure, 2 for a wrong command line. */
    public static void main(String[] args) {
        Console console = Console.ofProcess();
        int status = CommandTree.of(console, options -> options.connect(console), args)
                .execute(args);
        System.exit(status);
    }
}
