// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.store;

import dev.hanse.controlplane.model.AuditEntry;
import dev.hanse.controlplane.model.ClusterMember;
import dev.hanse.controlplane.model.Contribution;
import dev.hanse.controlplane.model.ExportKey;
import dev.hanse.controlplane.model.FirstSeen;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.model.IssuedCertificate;
import dev.hanse.controlplane.model.Position;
import dev.hanse.controlplane.model.TokenRecord;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.ServiceName;
import java.time.Instant;
import java.util.List;

/** One change of what is kept. Changes are made durable in lists, all of a list or none. */
public sealed interface StateChange {

    /** A member is new. */
    record PutCluster(ClusterMember cluster) implements StateChange {}

    /**
     * A member is gone, with its gateways, open tokens, exports and positions; the epoch of the views is no longer
     * valid.
     */
    record RemoveCluster(ClusterId cluster) implements StateChange {}

    /** A gateway is gone, with its tokens, exports and positions; the epoch of the views is no longer valid. */
    record RemoveGateway(GatewayId gateway) implements StateChange {}

    /** A gateway is new or has changed. */
    record PutGateway(GatewayMember gateway) implements StateChange {}

    /** A certificate is new or revoked. */
    record PutCertificate(IssuedCertificate certificate) implements StateChange {}

    /** A token is new or used. */
    record PutToken(TokenRecord token) implements StateChange {}

    /**
     * Certificates and tokens that ended before {@code before} are forgotten, except the newest certificate of each identity
     * that was not revoked.
     */
    record ForgetEnded(Instant before) implements StateChange {}

    /** A contribution is new or has changed. */
    record PutContribution(Contribution contribution) implements StateChange {}

    /** A contribution is gone. */
    record RemoveContribution(GatewayId gateway, ExportKey key) implements StateChange {}

    /** A gateway's sequence of export deltas stands here; {@link Position#NONE}: nowhere. */
    record PutExportPosition(GatewayId gateway, Position position) implements StateChange {}

    /** An export was seen for the first time. */
    record PutFirstSeen(FirstSeen firstSeen) implements StateChange {}

    /** No gateway of the cluster exports the service any more. */
    record RemoveFirstSeen(ClusterId cluster, ServiceName service) implements StateChange {}

    /** The views stand nowhere until they are put again: what gateways see changes together with this list. */
    record EndViews() implements StateChange {}

    /** The views stand here; gateways that are not named keep what was saved of them. */
    record PutViews(SavedViews views) implements StateChange {}

    /** All exports, positions and views are these: after writes were lost. */
    record ReplaceExports(SavedExports exports) implements StateChange {}

    /** The store remembers this of itself. */
    record PutMark(StoreMark mark, String value) implements StateChange {}

    /** Something was asked and done, or noticed. */
    record Audit(AuditEntry entry) implements StateChange {}

    /** Things were asked and refused; each is added to what was refused to the same actor for the same reason. */
    record CountRefusals(List<AuditEntry> refusals) implements StateChange {

        /** Copies the list. */
        public CountRefusals {
            refusals = List.copyOf(refusals);
        }
    }
}
