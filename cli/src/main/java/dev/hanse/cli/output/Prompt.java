// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.output;

import java.util.Optional;

/** The person at the terminal, who can be asked. */
@FunctionalInterface
public interface Prompt {

    /**
     * Asks and waits for one line; empty where there is no terminal to ask at, or its input has ended.
     *
     * @param question shown as it is
     */
    Optional<String> ask(String question);

    /** Whoever is at this process's terminal. */
    static Prompt ofProcess() {
        return question -> {
            java.io.Console terminal = System.console();
            return terminal == null || !terminal.isTerminal()
                    ? Optional.empty()
                    : Optional.ofNullable(terminal.readLine("%s", question));
        };
    }
}
