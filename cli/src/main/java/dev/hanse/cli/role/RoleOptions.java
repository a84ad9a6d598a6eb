// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.role;

import dev.hanse.cli.output.Console;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that both roles have. */
final class RoleOptions {

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "Configuration, YAML.")
    private Path config = Path.of("");

    @Option(
            names = "--check-config",
            description = "Read the configuration, print what it means with its defaults, and exit.")
    private boolean check;

    Path config() {
        return config;
    }

    boolean isCheckOnly() {
        return check;
    }

    static int printed(Console console, List<String> words) {
        words.forEach(console.out()::println);
        console.out().flush();
        return 0;
    }
}
