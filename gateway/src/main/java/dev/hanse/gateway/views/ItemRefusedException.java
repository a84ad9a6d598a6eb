// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.views;

/** One item of a delta cannot be taken; the rest of the delta can. */
final class ItemRefusedException extends Exception {

    private static final long serialVersionUID = 1;

    private final String reason;

    /**
     * @param reason as in {@code ItemRefusal.reason}
     * @param message for a person: the value and what was expected
     */
    ItemRefusedException(String reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** As in {@code ItemRefusal.reason}. */
    String reason() {
        return reason;
    }
}
