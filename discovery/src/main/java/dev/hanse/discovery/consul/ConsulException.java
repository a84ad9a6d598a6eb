// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

/** Consul did not answer a query. What was read before stays valid; asking again later may succeed. The message is for an operator. */
class ConsulException extends Exception {

    private static final long serialVersionUID = 1L;

    ConsulException(String message) {
        super(message);
    }

    ConsulException(String message, Throwable cause) {
        super(message, cause);
    }

    /** For an operator: what failed and what to do. */
    final String reason() {
        return String.valueOf(getMessage());
    }
}
