// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.status;

import dev.hanse.discovery.WriterStatus;
import dev.hanse.discovery.dns.DnsStatistics;
import dev.hanse.discovery.dns.zone.Origin;
import dev.hanse.gateway.checks.Finding;
import dev.hanse.gateway.exports.RefusedExport;
import dev.hanse.gateway.exports.SourceStatus;
import dev.hanse.gateway.identity.GatewayIdentity;
import dev.hanse.gateway.identity.RenewalStatus;
import dev.hanse.gateway.link.LinkStatus;
import dev.hanse.tunnel.TunnelStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The gateway at one moment.
 *
 * @param now when it was looked at
 * @param startedAt when the process began to serve
 * @param softwareVersion of this process
 * @param identity who it is
 * @param link to the control plane
 * @param view what is served
 * @param sources where exports are read
 * @param sourceErrors services that two sources export
 * @param refused exports that the control plane did not take
 * @param certificate where its renewal stands
 * @param dns what the responder has done
 * @param dnsAnswers its answers with records of a service
 * @param tunnel the tunnel endpoint; empty: there is none
 * @param imports where writing them into Kubernetes stands; empty: they are not written
 * @param consulImports the same for Consul
 * @param stateFailures why files of the data directory do not hold the newest state
 * @param viewFailures why consumers of the view do not serve the newest one
 * @param hostFindings what on this host may lose pod packets
 */
public record GatewayStatus(
        Instant now,
        Instant startedAt,
        String softwareVersion,
        GatewayIdentity identity,
        LinkStatus link,
        ViewStatus view,
        List<SourceStatus> sources,
        List<String> sourceErrors,
        List<RefusedExport> refused,
        RenewalStatus certificate,
        DnsStatistics dns,
        Map<Origin, Long> dnsAnswers,
        Optional<TunnelStatus> tunnel,
        Optional<WriterStatus> imports,
        Optional<WriterStatus> consulImports,
        List<String> stateFailures,
        List<String> viewFailures,
        List<Finding> hostFindings) {

    /** Copies lists and map. */
    public GatewayStatus {
        sources = List.copyOf(sources);
        sourceErrors = List.copyOf(sourceErrors);
        refused = List.copyOf(refused);
        dnsAnswers = Map.copyOf(dnsAnswers);
        stateFailures = List.copyOf(stateFailures);
        viewFailures = List.copyOf(viewFailures);
        hostFindings = List.copyOf(hostFindings);
    }

    /** Whether a view is served. */
    public boolean ready() {
        return view.served();
    }

    /** How long ago the control plane was last heard, counted from the start where it was never; not negative. */
    public Duration staleness() {
        Instant heard = link.lastHeard().isAfter(startedAt) ? link.lastHeard() : startedAt;
        Duration age = Duration.between(heard, now);
        return age.isNegative() ? Duration.ZERO : age;
    }
}
