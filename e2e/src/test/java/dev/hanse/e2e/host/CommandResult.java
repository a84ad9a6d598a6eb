// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.host;

import java.util.List;

/**
 * How a command ended.
 *
 * @param command the words of the command line
 * @param exitCode 0 to 255
 * @param output standard output and standard error as they came
 */
public record CommandResult(List<String> command, int exitCode, String output) {
    public CommandResult {
        command = List.copyOf(command);
    }

    /** Whether the command exited with 0. */
    public boolean succeeded() {
        return exitCode == 0;
    }

    /** This, where the command exited with 0; fails the test with its output otherwise. */
    public CommandResult orFail() {
        if (!succeeded()) {
            throw new AssertionError("exit " + exitCode + ": " + String.join(" ", command) + "\n" + output);
        }
        return this;
    }
}
