// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import dev.hanse.tunnel.crypto.CipherSuite;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Choices of the local endpoint.
 *
 * @param ciphers suites to use, in order of preference; {@link CipherSuite#CHACHA20_POLY1305} is always taken from a
 *     peer
 * @param workers number of data workers, at least 1; worker n talks from and to the base port plus n
 * @param persistentKeepalive largest silence towards any peer with a session, 1 s to 65535 s, for paths through a NAT;
 *     empty: none
 */
public record SessionSettings(List<CipherSuite> ciphers, int workers, Optional<Duration> persistentKeepalive) {

    private static final Duration MIN_KEEPALIVE = Duration.ofSeconds(1);
    private static final Duration MAX_KEEPALIVE = Duration.ofSeconds(65_535);

    /** Checks the ranges. */
    public SessionSettings {
        ciphers = List.copyOf(ciphers);
        if (ciphers.isEmpty()) {
            throw new IllegalArgumentException("ciphers: none (expected: at least one)");
        }
        if (workers < 1) {
            throw new IllegalArgumentException("workers: " + workers + " (expected: at least 1)");
        }
        persistentKeepalive.ifPresent(SessionSettings::checkKeepalive);
    }

    private static void checkKeepalive(Duration interval) {
        if (interval.compareTo(MIN_KEEPALIVE) < 0 || interval.compareTo(MAX_KEEPALIVE) > 0) {
            throw new IllegalArgumentException("persistent keepalive: " + interval + " (expected: 1 to 65535 s)");
        }
    }
}
