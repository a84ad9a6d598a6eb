// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

/** Consul did not answer a query. What was read before stays valid; asking again later may succeed. The message is for an operator. */
public class ConsulException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param message for an operator */
    public ConsulException(String message) {
        super(message);
    }

    ConsulException(String message, Throwable cause) {
        super(message, cause);
    }

    /** For an operator: what failed and what to do. */
    public final String reason() {
        return String.valueOf(getMessage());
    }
}
