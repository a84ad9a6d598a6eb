// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.store;

/** The store could not be read or written: a full or read-only disk, for example. What was asked for was not done. */
public final class StoreUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With a message for an operator: what failed and what to look at. */
    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
