// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.model;

import dev.hanse.discovery.model.ExportOrigin;

/**
 * Why an item was not taken.
 *
 * @param reason for a program
 * @param message for a person: the value and what was expected
 * @param origin of the export that was refused; not known of a slice
 */
public record Refusal(Reason reason, String message, ExportOrigin origin) {

    private static final int LONGEST = 300;

    /** Cuts the message: what a stranger sent may make it long, and it is kept as long as the refusal lasts. */
    public Refusal {
        message = message.length() <= LONGEST ? message : message.substring(0, LONGEST - 1) + "…";
    }

    /** One of which no origin is known. */
    public Refusal(Reason reason, String message) {
        this(reason, message, ExportOrigin.UNKNOWN);
    }

    /** The same, of one object in one of its states. */
    public Refusal of(ExportOrigin refused) {
        return new Refusal(reason, message, refused);
    }

    /** The reasons; their names travel as they are. */
    public enum Reason {
        FOREIGN_PREFIX("ForeignPrefix"),
        FORBIDDEN_ADDRESS("ForbiddenAddress"),
        NAME_TOO_LONG("NameTooLong"),
        INVALID("Invalid"),
        QUOTA_EXCEEDED("QuotaExceeded"),
        NO_SERVICE("NoService");

        private final String conditionReason;

        Reason(String conditionReason) {
            this.conditionReason = conditionReason;
        }

        /** As it stands in a condition. */
        public String conditionReason() {
            return conditionReason;
        }
    }
}
