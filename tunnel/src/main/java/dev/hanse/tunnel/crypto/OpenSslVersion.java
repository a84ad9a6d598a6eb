// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.crypto;

/**
 * Version of libcrypto.
 *
 * @param major 3 for every library named {@code libcrypto.so.3}
 * @param minor 0 and up
 * @param patch 0 and up
 */
record OpenSslVersion(int major, int minor, int patch) {

    /** From 3.5 on AES-GCM uses the vector instructions that make it faster than the JDK's; before, it is slower. */
    boolean fast() {
        return major > 3 || major == 3 && minor >= 5;
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
