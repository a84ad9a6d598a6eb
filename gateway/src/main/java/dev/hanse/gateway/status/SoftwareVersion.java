// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.status;

/** The version in the manifest of the jar. */
public final class SoftwareVersion {

    private SoftwareVersion() {}

    /** As in the manifest. */
    public static String current() {
        String version = SoftwareVersion.class.getPackage().getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }
}
