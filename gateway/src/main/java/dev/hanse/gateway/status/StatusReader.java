// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.status;

import dev.hanse.discovery.dns.DnsResponder;
import dev.hanse.gateway.bridge.ControlPlaneBridge;
import dev.hanse.gateway.exports.LocalExports;
import dev.hanse.gateway.identity.CertificateRenewal;
import dev.hanse.gateway.identity.Enrolment;
import dev.hanse.gateway.link.ExchangeLink;
import dev.hanse.gateway.paths.TunnelPort;
import dev.hanse.gateway.views.ViewBridge;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Takes one snapshot of every part. Any thread; does not block. */
public final class StatusReader implements Supplier<GatewayStatus> {

    private final Clock clock;
    private final Enrolment enrolment;
    private final ExchangeLink link;
    private final ViewBridge view;
    private final ControlPlaneBridge controlPlane;
    private final LocalExports exports;
    private final CertificateRenewal renewal;
    private final DnsResponder dns;
    private final Optional<TunnelPort> tunnel;
    private final Instant startedAt;

    /** Of these parts. */
    public StatusReader(
            Clock clock,
            Enrolment enrolment,
            ExchangeLink link,
            ViewBridge view,
            ControlPlaneBridge controlPlane,
            LocalExports exports,
            CertificateRenewal renewal,
            DnsResponder dns,
            Optional<TunnelPort> tunnel) {
        this.clock = clock;
        this.enrolment = enrolment;
        this.link = link;
        this.view = view;
        this.controlPlane = controlPlane;
        this.exports = exports;
        this.renewal = renewal;
        this.dns = dns;
        this.tunnel = tunnel;
        this.startedAt = clock.instant();
    }

    @Override
    public GatewayStatus get() {
        return new GatewayStatus(
                clock.instant(),
                startedAt,
                SoftwareVersion.current(),
                enrolment.credentials().identity(),
                link.status(),
                view.status(),
                exports.status(),
                exports.errors(),
                controlPlane.refused(),
                renewal.status(),
                dns.statistics(),
                dns.answersByOrigin(),
                tunnel.map(TunnelPort::status),
                stateFailures());
    }

    private List<String> stateFailures() {
        List<String> failures = new ArrayList<>(exports.stateFailures());
        if (!controlPlane.stateFailure().isEmpty()) {
            failures.add(controlPlane.stateFailure());
        }
        return failures;
    }
}
