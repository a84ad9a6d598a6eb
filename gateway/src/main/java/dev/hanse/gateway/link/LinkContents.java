// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.link;

import dev.hanse.gateway.exports.ExportPublisher;
import dev.hanse.gateway.exports.RefusedExports;
import dev.hanse.gateway.views.ReceivedView;
import dev.hanse.proto.v1.PathReport;
import dev.hanse.proto.v1.WriteReport;
import java.util.function.Supplier;

/**
 * What travels over the exchange, by direction. It outlives every stream.
 *
 * @param exports up: deltas of what the cluster exports
 * @param refused down: what of that is not taken
 * @param view down: deltas of what the cluster may see
 * @param paths up: the newest path states; called on the control loop
 * @param writes up: what cannot be written into the cluster's own Kubernetes or Consul; called on the control loop
 * @param others down: what the cluster's other gateways reach
 */
public record LinkContents(
        ExportPublisher exports,
        RefusedExports refused,
        ReceivedView view,
        Supplier<PathReport> paths,
        Supplier<WriteReport> writes,
        OthersReach others) {}
