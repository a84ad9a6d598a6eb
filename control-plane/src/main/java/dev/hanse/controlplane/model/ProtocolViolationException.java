// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.model;

/** A gateway does not keep to the exchange protocol; its stream must end. */
public final class ProtocolViolationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With what was wrong and what was expected. */
    public ProtocolViolationException(String message) {
        super(message);
    }
}
