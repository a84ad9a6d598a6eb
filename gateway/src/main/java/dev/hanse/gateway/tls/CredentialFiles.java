// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Credentials that follow their files: read again when they are asked for and five seconds have passed. What cannot be read leaves those of before in place, and is told once. Thread-safe.
 */
public final class CredentialFiles {

    private static final Logger LOG = LoggerFactory.getLogger(CredentialFiles.class);

    private static final Duration AGE = Duration.ofSeconds(5);

    /** Told so long before they end, once a day. */
    private static final Duration ENDING = Duration.ofDays(30);

    private final Path directory;
    private final InstantSource clock;
    private NodeCredentials current;
    private long readNanos = System.nanoTime();
    private String trouble = "";
    private Instant warned = Instant.MIN;

    private CredentialFiles(Path directory, InstantSource clock, NodeCredentials current) {
        this.directory = directory;
        this.clock = clock;
        this.current = current;
    }

    /**
     * Reads them for the first time.
     *
     * @throws IOException as {@link NodeCredentials#read}
     */
    public static CredentialFiles open(Path directory, InstantSource clock) throws IOException {
        CredentialFiles files = new CredentialFiles(directory, clock, NodeCredentials.read(directory));
        files.warnOfEnd();
        return files;
    }

    /** Those that hold now. May read files. */
    public synchronized NodeCredentials current() {
        if (System.nanoTime() - readNanos >= AGE.toNanos()) {
            readNanos = System.nanoTime();
            readAgain();
            warnOfEnd();
        }
        return current;
    }

    private void readAgain() {
        try {
            NodeCredentials found = NodeCredentials.read(directory);
            if (!found.chain().equals(current.chain()) || !found.authorities().equals(current.authorities())) {
                LOG.info("credentials: {} has others from now on: {}", directory, found);
                warned = Instant.MIN;
            }
            current = found;
            trouble = "";
        } catch (IOException e) {
            onTrouble(String.valueOf(e.getMessage()));
        }
    }

    private void onTrouble(String message) {
        if (!message.equals(trouble)) {
            trouble = message;
            LOG.error("credentials: {}; those of before are used further", message);
        }
    }

    private void warnOfEnd() {
        Instant now = clock.instant();
        Instant end = current.endsAt();
        if (now.isBefore(end.minus(ENDING)) || now.isBefore(warned)) {
            return;
        }
        warned = now.plus(Duration.ofDays(1));
        LOG.warn(
                "credentials: the certificate of {} {} at {} (expected: another one before; hanse node credentials --renew makes it)",
                directory,
                now.isBefore(end) ? "ends" : "has ended",
                end);
    }
}
