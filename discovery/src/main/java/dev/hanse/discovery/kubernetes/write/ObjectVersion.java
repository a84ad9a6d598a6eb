// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

/** A resourceVersion: those of one object are numbers that grow. */
final class ObjectVersion {

    private ObjectVersion() {}

    /** Zero for what is no number. */
    static long of(String version) {
        try {
            return Long.parseLong(version);
        } catch (NumberFormatException _) {
            return 0;
        }
    }
}
