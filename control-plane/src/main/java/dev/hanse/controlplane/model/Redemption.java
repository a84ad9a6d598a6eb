// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.model;

import java.time.Instant;

/**
 * That a join token was used.
 *
 * @param at when
 * @param gateway name of the gateway that used it; empty: it was used before that was kept
 * @param keyHash SHA-256 of the key that was certified, over its SubjectPublicKeyInfo, in lower-case hexadecimal;
 *     empty: as above
 */
public record Redemption(Instant at, String gateway, String keyHash) {

    /** Whether it was this gateway with this key, so that its answer may have been lost. */
    public boolean isBy(String name, String key) {
        return !keyHash.isEmpty() && gateway.equals(name) && keyHash.equals(key);
    }
}
