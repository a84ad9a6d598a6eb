// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel;

import org.jspecify.annotations.Nullable;

/** The endpoint could not start. The message is one line that says what was wrong and what to do. */
public final class TunnelException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** With what the operator should read. */
    public TunnelException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
