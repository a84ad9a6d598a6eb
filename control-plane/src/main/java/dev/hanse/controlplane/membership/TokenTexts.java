// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.membership;

import java.util.List;
import java.util.function.Supplier;

/**
 * Writes join tokens with what a gateway needs to find the control plane and to know that it is the right one.
 * Thread-safe.
 *
 * @param clusterSet its name
 * @param addresses of the control plane, known once it serves
 * @param caPin that the control plane's certificate is checked with
 */
record TokenTexts(String clusterSet, Supplier<List<String>> addresses, byte[] caPin) {

    /** The token as one line. The result is secret. */
    String write(JoinTokens.Fresh fresh) {
        return JoinTokenText.encode(
                addresses.get(),
                caPin,
                clusterSet,
                fresh.token().cluster(),
                fresh.secret(),
                fresh.token().expiresAt());
    }
}
