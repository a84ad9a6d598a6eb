// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway;

/** The version in the manifest of the jar. */
final class SoftwareVersion {

    private SoftwareVersion() {}

    static String current() {
        String version = Gateway.class.getPackage().getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }
}
