// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import dev.hanse.controlplane.exports.MemberExports;
import dev.hanse.controlplane.identity.IssuedCertificates;
import dev.hanse.controlplane.peers.Peers;
import dev.hanse.controlplane.rpc.ControlLoop;
import dev.hanse.controlplane.views.Views;
import dev.hanse.net.time.NanoClock;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/**
 * What the exchange works with.
 *
 * @param clusterSet its name
 * @param addresses of the control plane, known once it serves, for the Welcome
 * @param times heartbeat and lease
 * @param loop that owns peers, exports and views
 * @param certificates that a stream is checked against when it begins
 * @param peers that gateways are to each other
 * @param exports that streams feed
 * @param views that streams read
 * @param counters of what goes over streams
 * @param clock for people
 * @param nanoClock for intervals
 */
public record ExchangeParts(
        String clusterSet,
        Supplier<List<String>> addresses,
        LeaseTimes times,
        ControlLoop loop,
        IssuedCertificates certificates,
        Peers peers,
        MemberExports exports,
        Views views,
        ExchangeCounters counters,
        InstantSource clock,
        NanoClock nanoClock) {}
