// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

/** Consul was reached and did not answer this query with what was asked for. It may answer others over the same connection. */
final class RefusedQueryException extends ConsulException {

    private static final long serialVersionUID = 1L;

    private final int status;

    /** @param status of HTTP; 200: the answer cannot be read */
    RefusedQueryException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** Whether the path itself is refused, which no later attempt changes: Go redirects from what it calls unclean, Consul refuses what cannot be printed. */
    boolean refusesThePath() {
        return status >= 300 && status <= 400;
    }
}
