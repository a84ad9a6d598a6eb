// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.dnskey;

import dev.hanse.cli.output.Console;
import dev.hanse.cli.output.OutputOptions;
import dev.hanse.discovery.dns.DnsConfig;
import dev.hanse.discovery.dns.dnssec.ZoneKeyFile;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hanse dns-key create}. */
@Command(
        name = "create",
        description =
                "Makes a key file, readable by its owner only, and prints what resolvers must trust. Every gateway"
                        + " of the cluster needs the same file; gateway.yaml names it by dns.dnssec.key-file.")
public final class DnsKeyCreateCommand implements Runnable {

    private final Console console;

    @Parameters(paramLabel = "FILE", description = "Where the key goes; never an existing file.")
    private Path file = Path.of("");

    @Option(names = "--zone", paramLabel = "ZONE", description = "The zone to sign; default: ${DEFAULT-VALUE}.")
    private String zone = DnsConfig.DEFAULT_ZONE;

    @Mixin
    private OutputOptions output = new OutputOptions();

    /** The verb for one console. */
    public DnsKeyCreateCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        KeyInfo.print(console, output, () -> new ZoneKeyFile(file).create(DnsConfig.requireZone(zone)));
    }
}
