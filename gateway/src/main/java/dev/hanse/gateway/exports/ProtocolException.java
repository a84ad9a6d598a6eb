// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.exports;

/** The other end broke the rules of the exchange; the stream cannot go on. */
public final class ProtocolException extends Exception {

    private static final long serialVersionUID = 1;

    ProtocolException(String message) {
        super(message);
    }
}
