// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli;

import dev.hanse.cli.output.Console;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;

/** The whole {@code hanse} in this process, as {@link Main} builds it, on a terminal of a fixed width without colours. One run at a time. */
public final class HanseCommandLine {

    private static final int WIDTH = 100;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine tree;

    /** What a run printed and how it ended. */
    public record Run(int status, String out, String err) {}

    /**
     * @param clock for ages
     * @param environment environment variables
     */
    public HanseCommandLine(Clock clock, Map<String, String> environment) {
        Console console = new Console(new PrintWriter(out), new PrintWriter(err), clock, environment);
        tree = CommandTree.of(console, options -> options.connect(console))
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(WIDTH)
                .setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF));
    }

    /** Runs one verb, against real servers where it asks any. */
    public Run run(List<String> words) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        int status = tree.execute(words.toArray(String[]::new));
        return new Run(status, out.toString(), err.toString());
    }
}
