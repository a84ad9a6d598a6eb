// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.role;

import dev.hanse.cli.output.CommandFailure;
import dev.hanse.cli.output.Console;
import dev.hanse.cli.output.OneLine;
import java.io.IOException;
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
            description = "Print what the configuration means, try native code on this host, and exit.")
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

    /** A look at the host. */
    interface HostCheck {
        /** Throws an exception with a line for the operator where the role cannot run here. */
        void run() throws IOException;
    }

    /**
     * Prints what a file means, and looks at the host.
     *
     * @throws CommandFailure if the role cannot run on it
     */
    static int checked(Console console, List<String> words, HostCheck host) {
        words.forEach(console.out()::println);
        console.out().flush();
        try {
            host.run();
        } catch (IOException e) {
            throw new CommandFailure("the configuration is good, but " + OneLine.of(e), "change that on this host", e);
        }
        return 0;
    }
}
