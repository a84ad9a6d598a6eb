// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.identity;

import java.time.Instant;

/**
 * Where the renewal of the certificate stands.
 *
 * @param expiresAt when the certificate in use ends; where there is none, when that was found
 * @param renewAt when the next one is asked for
 * @param renewals certificates received since the process started
 * @param failures attempts that failed in a row
 * @param lastFailure the last of them; empty: none
 */
public record RenewalStatus(Instant expiresAt, Instant renewAt, long renewals, int failures, String lastFailure) {

    RenewalStatus dueAt(Instant time) {
        return new RenewalStatus(expiresAt, time, renewals, failures, lastFailure);
    }
}
