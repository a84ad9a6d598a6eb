// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.revocation;

import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.IssuedCertificate;
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
            case StateChange.PutCertificate(var certificate)
            when certificate.revokedAt().isPresent() -> Optional.of(new OfCertificate(certificate));
            case StateChange.RemoveCluster(var cluster) -> Optional.of(new OfCluster(cluster));
            case StateChange.RemoveGateway(var gateway) -> Optional.of(new OfGateway(gateway));
            case StateChange.PutToken(var token)
            when token.redemption().isPresent() ->
                Optional.of(new OfToken(
                        token.id(),
                        token.expiresAt(),
                        token.redemption().orElseThrow().at()));
            default -> Optional.empty();
        };
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
