// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.dnskey;

import dev.hanse.cli.output.Console;
import dev.hanse.cli.output.OutputOptions;
import dev.hanse.discovery.dns.dnssec.ZoneKeyFile;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code hanse dns-key show}. */
@Command(
        name = "show",
        description = "Prints the DS and DNSKEY records of a key file: what resolvers must trust. The secret half is"
                + " never shown.")
public final class DnsKeyShowCommand implements Runnable {

    private final Console console;

    @Parameters(paramLabel = "FILE", description = "The key file.")
    private Path file = Path.of("");

    @Mixin
    private OutputOptions output = new OutputOptions();

    /** The verb for one console. */
    public DnsKeyShowCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        KeyInfo.print(console, output, () -> new ZoneKeyFile(file).read());
    }
}
