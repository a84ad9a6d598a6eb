// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node;

import java.io.IOException;

/** A node that cannot run: something it needs is missing or refused. The message is one line for an operator. */
public final class NodeStartException extends IOException {

    private static final long serialVersionUID = 1L;

    NodeStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
