// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.output;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * What the process is given: where to write, what the time is, what the environment says.
 *
 * @param out results, and nothing else
 * @param err errors and remarks
 * @param clock for ages
 * @param environment environment variables
 * @param prompt who is at the terminal
 */
public record Console(PrintWriter out, PrintWriter err, Clock clock, Map<String, String> environment, Prompt prompt) {

    /** Copies the environment. */
    public Console {
        environment = Map.copyOf(environment);
    }

    /** A console where nobody can be asked. */
    public Console(PrintWriter out, PrintWriter err, Clock clock, Map<String, String> environment) {
        this(out, err, clock, environment, _ -> Optional.empty());
    }

    /** The console of this process. */
    public static Console ofProcess() {
        return new Console(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                Clock.systemUTC(),
                System.getenv(),
                Prompt.ofProcess());
    }
}
