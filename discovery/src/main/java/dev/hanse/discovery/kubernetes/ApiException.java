// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import java.time.Duration;

/** The API server did not do what it was asked. The message says what failed, and what to do where that is known. */
public final class ApiException extends Exception {

    private static final long serialVersionUID = 1;

    /** What the caller may conclude. */
    public enum Reason {
        /** HTTP 410: a position is too old, in the history or in a list. */
        EXPIRED,
        /** HTTP 404. */
        NOT_FOUND,
        /** HTTP 404 for each version of a kind: the server does not have it. */
        ABSENT,
        /** HTTP 403 for the very thing that was asked for: the role does not grant it, and that will not go away by itself soon. */
        FORBIDDEN,
        /** HTTP 401, or 403 for something that has to be asked before: it will not go away by itself soon. */
        REFUSED,
        /** An open answer broke off, or came to a stand. */
        BROKEN,
        /** All else. */
        FAILED
    }

    private final Reason reason;
    private final Duration retryAfter;

    ApiException(Reason reason, String message) {
        this(reason, message, Duration.ZERO);
    }

    /** @param retryAfter what the server asked for; zero: nothing */
    ApiException(Reason reason, String message, Duration retryAfter) {
        super(message);
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    ApiException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.retryAfter = Duration.ZERO;
    }

    /** What the caller may conclude. */
    public Reason reason() {
        return reason;
    }

    Duration retryAfter() {
        return retryAfter;
    }
}
