// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.identity;

/** The control plane has refused a token, and would refuse it again. */
final class RefusedJoinException extends JoinException {

    private static final long serialVersionUID = 1;

    RefusedJoinException(String message) {
        super(message);
    }
}
