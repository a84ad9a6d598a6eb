// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns;

import org.jspecify.annotations.Nullable;

/** The responder could not start; the message says what stood in the way and what to do. */
public final class DnsStartException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** With the cause from the operating system, if there is one. */
    public DnsStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
