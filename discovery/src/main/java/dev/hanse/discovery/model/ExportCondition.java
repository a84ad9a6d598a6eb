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
 * @param observed {@link ServiceExport#origin} of what it was said of
 */
public record ExportCondition(Type type, Status status, String reason, String message, ExportOrigin observed) {

    /** A condition of which nobody said what it was said of. */
    public ExportCondition(Type type, Status status, String reason, String message) {
        this(type, status, reason, message, ExportOrigin.UNKNOWN);
    }

    /** The same, said of one object in one of its states. */
    public ExportCondition of(ExportOrigin origin) {
        return origin.equals(observed) ? this : new ExportCondition(type, status, reason, message, origin);
    }

    /** The generation that it was said of; 0: not known. */
    public long observedGeneration() {
        return observed.generation();
    }

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
