// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway;

import java.io.IOException;

/**
 * The gateway could not start; nothing is left running. The message is one line for the operator: what was wrong and
 * what to do.
 */
public final class GatewayStartException extends IOException {

    private static final long serialVersionUID = 1;

    GatewayStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
