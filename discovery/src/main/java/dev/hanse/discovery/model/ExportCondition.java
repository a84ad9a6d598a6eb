// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.model;

/**
 * One condition of an export, as a Kubernetes condition.
 *
 * @param type which question it answers
 * @param status the answer
 * @param reason machine-readable reason of KEP-1645; several are joined by commas
 * @param message for a person
 */
public record ExportCondition(Type type, Status status, String reason, String message) {

    /** The questions. */
    public enum Type {
        /** The export can be served at all. */
        VALID,
        /** The export has reached the cluster set. */
        READY,
        /** Other clusters export the same service differently. */
        CONFLICT
    }

    /** The answers. */
    public enum Status {
        TRUE,
        FALSE,
        UNKNOWN
    }
}
