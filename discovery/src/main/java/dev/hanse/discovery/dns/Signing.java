// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns;

import dev.hanse.discovery.dns.dnssec.ZoneKey;
import dev.hanse.discovery.dns.dnssec.ZoneKeyFile;
import dev.hanse.discovery.dns.dnssec.ZoneSigner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the signing key when the responder starts, and tells what resolvers must be given. */
final class Signing {

    private static final Logger LOG = LoggerFactory.getLogger(Signing.class);

    private Signing() {}

    static ZoneSigner open(Path file, String zone) {
        ZoneKey key = read(file);
        if (!key.zone().equals(zone)) {
            throw new DnsStartException(
                    "key file " + file + ": a key of zone " + key.zone() + " (expected: of " + zone + ")", null);
        }
        LOG.info("DNSSEC for {} with key {}; trust anchor: {}", zone, key.tag(), key.ds());
        return new ZoneSigner(key, InstantSource.system(), System::nanoTime);
    }

    private static ZoneKey read(Path file) {
        try {
            return new ZoneKeyFile(file).read();
        } catch (IOException e) {
            throw new DnsStartException("DNSSEC: " + e.getMessage(), e);
        }
    }
}
