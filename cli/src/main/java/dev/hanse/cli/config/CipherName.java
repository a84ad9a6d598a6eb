// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.config;

import dev.hanse.tunnel.crypto.CipherSuite;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Packet ciphers as they are written in configuration: {@code aes-256-gcm}, {@code chacha20-poly1305}. */
final class CipherName {

    private CipherName() {}

    /**
     * Reads a name.
     *
     * @throws IllegalArgumentException if it is none
     */
    static CipherSuite parse(String text) {
        return Arrays.stream(CipherSuite.values())
                .filter(suite -> of(suite).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("\"" + text + "\" (expected: " + all() + ")"));
    }

    static String of(CipherSuite suite) {
        return suite.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String all() {
        return Arrays.stream(CipherSuite.values()).map(CipherName::of).collect(Collectors.joining(", "));
    }
}
