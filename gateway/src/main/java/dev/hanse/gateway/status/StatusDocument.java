// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.hanse.discovery.WriterStatus;
import dev.hanse.discovery.dns.DnsStatistics;
import dev.hanse.gateway.checks.Finding;
import dev.hanse.gateway.exports.SourceStatus;
import dev.hanse.gateway.identity.RenewalStatus;
import dev.hanse.gateway.link.LinkState;
import dev.hanse.tunnel.health.PathState;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The status as it is shown: a field is a component, in this order (docs/operations.md says what they mean). Scripts of
 * operators read it, so names stay. The last two fields are there only while they have something to tell. Holds no secret.
 */
record StatusDocument(
        String clusterSet,
        String cluster,
        String gateway,
        String softwareVersion,
        Instant startedAt,
        boolean ready,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean drained,
        Link link,
        ShownView view,
        PrefixesDocument prefixes,
        List<ServiceDocument> services,
        ExportsDocument exports,
        List<Source> sources,
        List<Path> paths,
        Certificate certificate,
        Dns dns,
        @Nullable TunnelDocument tunnel,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable WriterStatus imports,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable WriterStatus consulImports,
        List<String> stateFailures,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> viewFailures,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Finding> hostFindings) {

    static StatusDocument of(GatewayStatus status) {
        var identity = status.identity();
        return new StatusDocument(
                identity.clusterSet(),
                identity.cluster().value(),
                identity.gateway(),
                status.softwareVersion(),
                status.startedAt(),
                status.ready(),
                status.view().drained(),
                Link.of(status),
                ShownView.of(status),
                PrefixesDocument.of(status.view()),
                ServiceDocument.all(status.view().view(), status.view().addresses()),
                ExportsDocument.of(status),
                status.sources().stream().map(Source::of).toList(),
                status.view().paths().stream().map(Path::of).toList(),
                Certificate.of(identity.toString(), status.certificate()),
                Dns.of(status.dns()),
                status.tunnel().map(TunnelDocument::of).orElse(null),
                status.imports().orElse(null),
                status.consulImports().orElse(null),
                status.stateFailures(),
                status.viewFailures(),
                status.hostFindings());
    }

    private record Link(
            String state,
            Instant since,
            String address,
            String reason,
            long connects,
            int unansweredExports,
            boolean stale,
            long secondsSinceHeard) {

        private static Link of(GatewayStatus status) {
            var link = status.link();
            return new Link(
                    link.state().name().toLowerCase(Locale.ROOT),
                    link.since(),
                    link.address(),
                    link.reason(),
                    link.connects(),
                    link.unansweredExports(),
                    link.state() != LinkState.UP,
                    status.staleness().toSeconds());
        }
    }

    private record ShownView(
            boolean served,
            boolean fromState,
            long version,
            int services,
            int slices,
            int peers,
            List<String> unreachableClusters) {

        private static ShownView of(GatewayStatus status) {
            var view = status.view();
            return new ShownView(
                    view.served(),
                    view.fromState(),
                    view.view().version(),
                    view.view().imports().size(),
                    view.view().slices().size(),
                    view.content().peers().size(),
                    view.unreachable().stream().sorted().map(Object::toString).toList());
        }
    }

    private record Source(String name, boolean read, boolean stale, String staleReason, Instant since, int services) {

        private static Source of(SourceStatus source) {
            return new Source(
                    source.name(),
                    source.read(),
                    !source.staleReason().isEmpty(),
                    source.staleReason(),
                    source.since(),
                    source.services());
        }
    }

    private record Path(String cluster, String gateway, boolean up, long roundTripMicros, int mtu, Instant since) {

        private static final long NANOS_PER_MICRO = 1000;

        private static Path of(PathState path) {
            return new Path(
                    path.peer().cluster(),
                    path.peer().gateway(),
                    path.up(),
                    path.roundTrip().toNanos() / NANOS_PER_MICRO,
                    path.mtu(),
                    path.since());
        }
    }

    private record Certificate(
            String identity, Instant expiresAt, Instant renewAt, long renewals, int failures, String lastFailure) {

        private static Certificate of(String identity, RenewalStatus status) {
            return new Certificate(
                    identity,
                    status.expiresAt(),
                    status.renewAt(),
                    status.renewals(),
                    status.failures(),
                    status.lastFailure());
        }
    }

    private record Dns(
            boolean ready,
            long serial,
            int services,
            int panicServices,
            long udpQueries,
            long tcpQueries,
            Map<String, Long> answers) {

        private static Dns of(DnsStatistics dns) {
            return new Dns(
                    dns.ready(),
                    dns.serial(),
                    dns.services(),
                    dns.panicServices(),
                    dns.udpQueries(),
                    dns.tcpQueries(),
                    dns.answers());
        }
    }
}
