// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli;

import dev.hanse.cli.output.Console;
import dev.hanse.cli.output.OutputOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code hanse version}. */
@Command(name = "version", description = "Shows the version of this executable and of the Java that runs it.")
final class VersionCommand implements Runnable {

    /** What JSON says. */
    record Version(String version, String java) {}

    private final Console console;

    @Mixin
    private OutputOptions output = new OutputOptions();

    VersionCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        Version version = new Version(released(), Runtime.version().toString());
        output.printer(console)
                .one(version, out -> out.println("hanse " + version.version() + " (Java " + version.java() + ")"));
    }

    private static String released() {
        try (InputStream in = Objects.requireNonNull(
                VersionCommand.class.getResourceAsStream("version.properties"), "version.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version", "unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
