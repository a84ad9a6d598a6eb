// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.revocation;

import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.IssuedCertificate;
import dev.hanse.controlplane.model.TokenRecord;
import dev.hanse.controlplane.store.StateChange;
import dev.hanse.discovery.model.ClusterId;
import java.time.Instant;
import java.util.Optional;

/** Something that was taken away from a member for good. */
public sealed interface Revocation {

    /** A certificate proves nothing any more; its {@code revokedAt} is there. */
    record OfCertificate(IssuedCertificate certificate) implements Revocation {}

    /** A cluster is no member any more. It may have become one again later, with another record of the store. */
    record OfCluster(ClusterId cluster) implements Revocation {}

    /** A gateway is none any more, while its cluster stays. The name may have been given again later. */
    record OfGateway(GatewayId gateway) implements Revocation {}

    /** A token was redeemed. */
    record OfToken(String id, Instant expiresAt, Instant usedAt) implements Revocation {}

    /** What a change of the store takes away. */
    static Optional<Revocation> in(StateChange change) {
        return switch (change) {
            case StateChange.PutCertificate(var certificate) -> revoked(certificate);
            case StateChange.RemoveCluster(var cluster) -> Optional.of(new OfCluster(cluster));
            case StateChange.RemoveGateway(var gateway) -> Optional.of(new OfGateway(gateway));
            case StateChange.PutToken(var token) -> used(token);
            // No default: whoever adds a change has to say here whether it takes something away.
            case StateChange.PutCluster _,
                    StateChange.PutGateway _,
                    StateChange.ForgetEnded _,
                    StateChange.PutContribution _,
                    StateChange.RemoveContribution _,
                    StateChange.PutExportPosition _,
                    StateChange.PutFirstSeen _,
                    StateChange.RemoveFirstSeen _,
                    StateChange.EndViews _,
                    StateChange.PutViews _,
                    StateChange.ReplaceExports _,
                    StateChange.PutMark _,
                    StateChange.Audit _,
                    StateChange.CountRefusals _ -> Optional.empty();
        };
    }

    private static Optional<Revocation> revoked(IssuedCertificate certificate) {
        return certificate.revokedAt().map(_ -> new OfCertificate(certificate));
    }

    private static Optional<Revocation> used(TokenRecord token) {
        return token.redemption().map(redemption -> new OfToken(token.id(), token.expiresAt(), redemption.at()));
    }

    /** Until when it can matter, whatever store comes back; empty: always. */
    default Optional<Instant> mattersUntil() {
        return switch (this) {
            case OfCertificate(var certificate) -> Optional.of(certificate.expiresAt());
            case OfToken token -> Optional.of(token.expiresAt());
            case OfCluster _, OfGateway _ -> Optional.empty();
        };
    }
}
