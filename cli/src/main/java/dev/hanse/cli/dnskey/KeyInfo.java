// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.dnskey;

import dev.hanse.cli.output.CommandFailure;
import dev.hanse.cli.output.Console;
import dev.hanse.cli.output.OneLine;
import dev.hanse.cli.output.OutputOptions;
import dev.hanse.discovery.dns.dnssec.ZoneKey;
import java.io.IOException;

/**
 * The public half of a key, as JSON shows it.
 *
 * @param tag by which signatures name the key
 * @param ds trust anchor: DS record in zone-file form
 * @param dnskey DNSKEY record in zone-file form
 */
record KeyInfo(String zone, int tag, String ds, String dnskey) {

    /** Where a key comes from. */
    @FunctionalInterface
    interface Origin {
        ZoneKey key() throws IOException;
    }

    /** Prints the key; as text that resolvers take for a file of trust anchors. */
    static void print(Console console, OutputOptions output, Origin origin) {
        KeyInfo info = of(origin);
        output.printer(console).one(info, out -> {
            out.println(info.ds);
            out.println(info.dnskey);
        });
    }

    private static KeyInfo of(Origin origin) {
        try {
            ZoneKey key = origin.key();
            return new KeyInfo(key.zone(), key.tag(), key.ds(), key.dnskey());
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandFailure(OneLine.of(e), "correct that and try again", e);
        }
    }
}
