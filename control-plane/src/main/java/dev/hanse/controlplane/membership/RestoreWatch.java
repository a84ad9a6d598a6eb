// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.membership;

import dev.hanse.controlplane.audit.AuditLog;
import dev.hanse.controlplane.identity.CertificateIdentity;
import dev.hanse.controlplane.identity.Identity;
import dev.hanse.controlplane.identity.IssuedCertificates;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.model.IssuedCertificate;
import dev.hanse.controlplane.model.Position;
import dev.hanse.controlplane.peers.Members;
import dev.hanse.controlplane.revocation.Replay;
import dev.hanse.controlplane.store.StateChange;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What shows that the store was taken back, by restoring it from a backup for example: it does not know what the file of
 * revocations says, a gateway stands at a position of its view that it never gave, or presents a certificate that it never
 * issued. Each is told once, in log, audit and status; a certificate is known from then on, so that it can be revoked.
 *
 * <p>A member that lies about its position can raise the alarm and reach nothing else; the record names it.
 *
 * <p>Owned by the control loop; {@link #notice}, {@link #isRestored} and {@link #unaccounted} are for any thread.
 */
public final class RestoreWatch {

    private static final Logger LOG = LoggerFactory.getLogger(RestoreWatch.class);

    /** Certificates that are listed by name; the others are counted. */
    private static final int MAX_LISTED = 100;

    private final IssuedCertificates certificates;
    private final Members members;
    private final AuditLog audit;
    private final InstantSource clock;
    private final Set<GatewayId> elsewhere = new HashSet<>();
    private final List<String> listed = new ArrayList<>();
    private volatile String since = "";
    private volatile String list = "";
    private final AtomicInteger unaccounted = new AtomicInteger();

    /** Nothing was noticed yet. */
    public RestoreWatch(IssuedCertificates certificates, Members members, AuditLog audit, InstantSource clock) {
        this.certificates = certificates;
        this.members = members;
        this.audit = audit;
        this.clock = clock;
    }

    /** What the start brought the store up to; that is in the audit log already. */
    public void replayed(Replay replay) {
        if (!replay.isEmpty()) {
            raise("revocations.log knows more than federation.db: " + replay);
        }
    }

    /** A gateway stands at a position of its view that was never given here. */
    public void standsElsewhere(GatewayId gateway, Position position) {
        if (elsewhere.add(gateway)) {
            String what = "its view is at epoch " + position.epoch() + ", version " + position.version()
                    + ", which this store never gave";
            audit.noticed(gateway.toString(), "store.restored", "federation.db", what, List.of());
            raise("gateway " + gateway + ": " + what);
        }
    }

    /** A good certificate was presented that was never issued here. */
    public void presented(Identity identity, X509Certificate certificate) {
        String serial = CertificateIdentity.serialOf(certificate);
        if (certificates.knows(serial)) {
            return;
        }
        IssuedCertificate found = new IssuedCertificate(
                serial,
                identity.uri().toString(),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant(),
                Optional.empty());
        Optional<GatewayMember> renewed = member(identity).map(each -> lasting(each, found));
        List<StateChange> changes = new ArrayList<>(List.of(new StateChange.PutCertificate(found)));
        renewed.ifPresent(each -> changes.add(new StateChange.PutGateway(each)));
        String what = "certificate " + serial + " until " + found.expiresAt() + " was never issued here"
                + (renewed.isPresent() || !(identity instanceof Identity.OfGateway) ? "" : ", and it is no member");
        audit.noticed(
                identity.uri().toString(), "certificate.unknown", identity.uri().toString(), what, changes);
        certificates.put(found);
        renewed.ifPresent(members::put);
        list(found);
        raise(identity.uri() + ": " + what);
    }

    private Optional<GatewayMember> member(Identity identity) {
        return identity instanceof Identity.OfGateway gateway ? members.gateway(gateway.gateway()) : Optional.empty();
    }

    /** Its stream must not end with a certificate that it has replaced since the backup. */
    private static GatewayMember lasting(GatewayMember gateway, IssuedCertificate found) {
        return gateway.certificateExpiresAt().isBefore(found.expiresAt())
                ? gateway.renewed(found.expiresAt())
                : gateway;
    }

    private void list(IssuedCertificate found) {
        int all = unaccounted.incrementAndGet();
        if (listed.size() < MAX_LISTED) {
            listed.add(found.identity() + ", certificate " + found.serial() + " until " + found.expiresAt());
        }
        list = String.join("\n", listed) + (all > listed.size() ? "\nand " + (all - listed.size()) + " more" : "");
    }

    private void raise(String first) {
        if (since.isEmpty()) {
            since = clock.instant().toString();
            LOG.warn(
                    "the store was restored from a backup, or has lost what it had confirmed; look through members and"
                            + " certificates, /readyz lists what it cannot account for: {}",
                    first);
        }
    }

    /** Whether anything was noticed. */
    public boolean isRestored() {
        return !since.isEmpty();
    }

    /** How many certificates were presented that the store did not know. */
    public int unaccounted() {
        return unaccounted.get();
    }

    /** For a person, in lines; empty: nothing was noticed. */
    public String notice() {
        if (since.isEmpty()) {
            return "";
        }
        String head =
                "the store was restored from a backup, or has lost what it had confirmed; noticed at " + since + "\n";
        return list.isEmpty() ? head : head + "certificates that it cannot account for:\n" + list + "\n";
    }
}
