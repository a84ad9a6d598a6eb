// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.identity;

import dev.hanse.controlplane.model.IssuedCertificate;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The certificates that the authority has issued to members and that have not long ended, or are the newest of their holder. Changed on the control loop;
 * whether one was revoked can be asked on any thread.
 */
public final class IssuedCertificates {

    private final Map<String, IssuedCertificate> bySerial = new ConcurrentHashMap<>();

    /** As they were kept. */
    public IssuedCertificates(Collection<IssuedCertificate> kept) {
        kept.forEach(this::put);
    }

    /** A certificate is new, or was revoked and from now on proves nothing. */
    public void put(IssuedCertificate certificate) {
        bySerial.put(certificate.serial(), certificate);
    }

    /** Whether a certificate was revoked. */
    public boolean isRevoked(String serial) {
        IssuedCertificate found = bySerial.get(serial);
        return found != null && found.revokedAt().isPresent();
    }

    /** Whether this certificate was issued here, and not forgotten. For any thread. */
    public boolean knows(String serial) {
        return bySerial.containsKey(serial);
    }

    /** Whether a certificate for that identity was. */
    boolean knows(Identity identity) {
        String uri = identity.uri().toString();
        return bySerial.values().stream().anyMatch(each -> each.identity().equals(uri));
    }

    /** Those that were not revoked and whose SPIFFE id is such. */
    public List<IssuedCertificate> standing(Predicate<String> identity) {
        return bySerial.values().stream()
                .filter(each -> identity.test(each.identity()))
                .filter(each -> each.revokedAt().isEmpty())
                .toList();
    }

    /**
     * Forgets certificates that ended before a time: they prove nothing by themselves. A clock that was ahead and is set
     * back must not make those good again that were revoked, nor strangers of those that are the newest of their holder: both stay.
     */
    public void forgetEnded(Instant before) {
        Set<IssuedCertificate> newest = Set.copyOf(newest().values());
        bySerial.values()
                .removeIf(each ->
                        each.revokedAt().isEmpty() && each.expiresAt().isBefore(before) && !newest.contains(each));
    }

    private Map<String, IssuedCertificate> newest() {
        Map<String, IssuedCertificate> newest = new HashMap<>();
        for (IssuedCertificate each : standing(_ -> true)) {
            newest.merge(each.identity(), each, (a, b) -> a.expiresAt().isBefore(b.expiresAt()) ? b : a);
        }
        return newest;
    }
}
