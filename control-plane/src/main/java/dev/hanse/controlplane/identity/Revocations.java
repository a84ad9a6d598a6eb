// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.identity;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The serial numbers of revoked certificates that have not ended. Thread-safe. */
public final class Revocations {

    private final Set<String> serials = ConcurrentHashMap.newKeySet();

    /** Whether a certificate was revoked. */
    public boolean isRevoked(String serial) {
        return serials.contains(serial);
    }

    /** From now on the certificate proves nothing. */
    public void revoke(String serial) {
        serials.add(serial);
    }

    /** Forgets those that are not among {@code kept}: they have ended by themselves. */
    public void retain(Collection<String> kept) {
        serials.retainAll(kept);
    }
}
