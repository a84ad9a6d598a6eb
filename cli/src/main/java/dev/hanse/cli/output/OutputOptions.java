// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.output;

import picocli.CommandLine.Option;

/** The options that every verb with a result has. */
public final class OutputOptions {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "How to print the result: ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.")
    private OutputFormat format = OutputFormat.TABLE;

    /** A printer of the chosen format. */
    public Printer printer(Console console) {
        return new Printer(console.out(), format);
    }
}
