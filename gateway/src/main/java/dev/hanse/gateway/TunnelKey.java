// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway;

import dev.hanse.gateway.storage.CheckedFile;
import dev.hanse.tunnel.MalformedKeyException;
import dev.hanse.tunnel.StaticKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The key of this gateway's tunnel endpoint. Peers learn it through the control plane, so that it can be replaced. */
final class TunnelKey {

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    private TunnelKey() {}

    /**
     * Reads the key, or makes one; a file that holds none is set aside. Blocks.
     *
     * @throws IOException when it cannot be read or written, or is open to others
     */
    static StaticKey open(Path file, Clock clock) throws IOException {
        try {
            return StaticKey.loadOrCreate(file);
        } catch (MalformedKeyException e) {
            Path aside = new CheckedFile(file).setAside(clock.instant());
            LOG.error(
                    "state: {}; set aside as {}, going on with a new key, which peers learn at once",
                    e.getMessage(),
                    aside);
            return StaticKey.loadOrCreate(file);
        }
    }
}
