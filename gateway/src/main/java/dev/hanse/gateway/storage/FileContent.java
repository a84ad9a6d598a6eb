// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.storage;

import java.io.IOException;
import java.io.OutputStream;

/** What a file is to hold. Immutable: it may be written more than once, by any thread. */
public interface FileContent {

    /** How many octets {@link #writeTo} writes. */
    long octets();

    /** Writes it in pieces: one array of all would take as much memory again, and the collector would have to make room for it. Blocks. */
    void writeTo(OutputStream output) throws IOException;

    /** These octets, which are not changed any more. */
    static FileContent of(byte[] octets) {
        return new FileContent() {
            @Override
            public long octets() {
                return octets.length;
            }

            @Override
            public void writeTo(OutputStream output) throws IOException {
                output.write(octets);
            }
        };
    }
}
