// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.role;

import dev.hanse.cli.output.Console;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that both roles have. */
final class RoleOptions {

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec role;

    /** Required, but not where a verb follows that has the name of the role before it; so it is asked for here. */
    @Option(names = "--config", paramLabel = "FILE", description = "Configuration, YAML. Required.")
    private @Nullable Path config;

    @Option(
            names = "--check-config",
            description = "Read the configuration, print what it means with its defaults, and exit.")
    private boolean check;

    /**
     * The file.
     *
     * @throws ParameterException if none is named
     */
    Path config() {
        if (config == null) {
            throw new ParameterException(
                    Objects.requireNonNull(role).commandLine(), "Missing required option: '--config=FILE'");
        }
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
