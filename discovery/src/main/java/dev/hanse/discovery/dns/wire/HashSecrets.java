// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.wire;

import java.security.SecureRandom;

/** Secrets for hashes of what others choose (names, addresses), new in each process, so that nobody can choose what collides. */
public final class HashSecrets {

    private HashSecrets() {}

    /** A secret of 64 bits. */
    public static long next() {
        return new SecureRandom().nextLong();
    }
}
