// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.status;

import dev.hanse.discovery.WriterStatus;
import dev.hanse.discovery.dns.DnsResponder;
import dev.hanse.discovery.model.View;
import dev.hanse.gateway.checks.Finding;
import dev.hanse.gateway.exports.LocalExports;
import dev.hanse.gateway.exports.RefusedExports;
import dev.hanse.gateway.identity.CertificateRenewal;
import dev.hanse.gateway.identity.Enrolment;
import dev.hanse.gateway.link.ExchangeLink;
import dev.hanse.gateway.overlay.ToldExports;
import dev.hanse.gateway.paths.KeptDrain;
import dev.hanse.gateway.paths.PathStatus;
import dev.hanse.gateway.paths.PathWatch;
import dev.hanse.gateway.paths.TunnelPort;
import dev.hanse.gateway.views.CurrentView;
import dev.hanse.gateway.views.DnsConsumer;
import dev.hanse.gateway.views.OwnAddresses;
import dev.hanse.gateway.views.ReceivedView;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Takes one snapshot of every part. Any thread; does not block. */
public final class StatusReader implements Supplier<GatewayStatus> {

    private final Clock clock;
    private final Member member;
    private final ExchangeLink link;
    private final Exports exports;
    private final Views views;
    private final DnsResponder dns;
    private final Optional<TunnelPort> tunnel;
    private final Supplier<Optional<WriterStatus>> imports;
    private final Supplier<Optional<WriterStatus>> consulImports;
    private final Supplier<List<Finding>> host;
    private final Instant startedAt;

    /** Who the gateway is. */
    public record Member(Enrolment enrolment, CertificateRenewal renewal) {}

    /** What it says to the control plane. */
    public record Exports(LocalExports local, RefusedExports refused, ToldExports told) {}

    /** What it hears, and serves. */
    public record Views(
            ReceivedView received,
            CurrentView current,
            DnsConsumer dns,
            Optional<OwnAddresses> addresses,
            PathWatch paths,
            Optional<KeptDrain> drain) {}

    /** Of these parts. */
    public StatusReader(
            Clock clock,
            Member member,
            ExchangeLink link,
            Exports exports,
            Views views,
            DnsResponder dns,
            Optional<TunnelPort> tunnel,
            Supplier<Optional<WriterStatus>> imports,
            Supplier<Optional<WriterStatus>> consulImports,
            Supplier<List<Finding>> host) {
        this.clock = clock;
        this.member = member;
        this.link = link;
        this.exports = exports;
        this.views = views;
        this.dns = dns;
        this.tunnel = tunnel;
        this.imports = imports;
        this.consulImports = consulImports;
        this.host = host;
        this.startedAt = clock.instant();
    }

    @Override
    public GatewayStatus get() {
        return new GatewayStatus(
                clock.instant(),
                startedAt,
                SoftwareVersion.current(),
                member.enrolment().identity(),
                link.status(),
                view(),
                exports.local().status(),
                exports.local().errors(),
                exports.refused().all(),
                member.renewal().status(),
                dns.statistics(),
                dns.answersByOrigin(),
                tunnel.map(TunnelPort::status),
                imports.get(),
                consulImports.get(),
                stateFailures(),
                views.current().failures(),
                host.get());
    }

    private ViewStatus view() {
        Optional<View> served = views.dns().served();
        PathStatus paths = views.paths().status();
        return new ViewStatus(
                served.isPresent(),
                views.current().fromState(),
                served.orElseGet(() -> View.empty(member.enrolment().identity().cluster())),
                views.current().content(),
                views.dns().addresses(),
                paths.unreachable(),
                paths.states(),
                views.received().podPrefixes(),
                paths.drained());
    }

    private List<String> stateFailures() {
        List<String> failures = new ArrayList<>(exports.local().stateFailures());
        failures.addAll(member.enrolment().stateFailures());
        Stream.of(
                        Optional.of(exports.told().failure()),
                        Optional.of(views.received().stateFailure()),
                        views.addresses().map(OwnAddresses::stateFailure),
                        views.drain().map(KeptDrain::stateFailure))
                .flatMap(Optional::stream)
                .filter(each -> !each.isEmpty())
                .forEach(failures::add);
        return failures;
    }
}
