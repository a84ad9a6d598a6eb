// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.model;

/**
 * Which object asks for an export, and in which of its states. Conditions name it, and nothing else depends on it.
 *
 * @param uid of the object, as Kubernetes gives it, at most {@link #LONGEST_UID} octets; empty: not known
 * @param generation of the object, as Kubernetes counts it; 0: not known
 */
public record ExportOrigin(String uid, long generation) {

    /** Of an export that no object asks for. */
    public static final ExportOrigin UNKNOWN = new ExportOrigin("", 0);

    /** Kubernetes' own have 36. */
    private static final int LONGEST_UID = 64;

    /** Checks both. */
    public ExportOrigin {
        if (generation < 0) {
            throw new IllegalArgumentException(
                    "generation: " + Long.toUnsignedString(generation) + " (expected: below 2^63)");
        }
        if (uid.length() > LONGEST_UID || !uid.chars().allMatch(each -> each > ' ' && each < 0x7f)) {
            throw new IllegalArgumentException("object_uid: " + uid.length() + " characters (expected: at most "
                    + LONGEST_UID + ", visible ASCII)");
        }
    }

    /** One of which only the generation is known. */
    public static ExportOrigin of(long generation) {
        return new ExportOrigin("", generation);
    }

    /** Whether the other one is known to be another object; where either is of an earlier version nobody knows. */
    public boolean isOtherObjectThan(ExportOrigin other) {
        return !uid.isEmpty() && !other.uid.isEmpty() && !uid.equals(other.uid);
    }
}
