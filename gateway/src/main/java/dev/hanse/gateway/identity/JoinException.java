// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.identity;

/**
 * The gateway cannot become, or no longer is, a member. The message is one line for the operator: what was wrong and
 * what to do. Holds no secret.
 */
public sealed class JoinException extends Exception permits RefusedJoinException {

    private static final long serialVersionUID = 1;

    /** With the line for the operator. */
    public JoinException(String message) {
        super(message);
    }

    /** With the line for the operator and what lies behind it. */
    public JoinException(String message, Throwable cause) {
        super(message, cause);
    }
}
