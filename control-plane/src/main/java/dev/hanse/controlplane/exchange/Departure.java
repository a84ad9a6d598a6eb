// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import dev.hanse.controlplane.exports.MemberExports;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.peers.Peers;
import dev.hanse.controlplane.rpc.ControlLoop;
import dev.hanse.controlplane.rpc.RefusedException;
import dev.hanse.controlplane.store.StateChange;
import dev.hanse.controlplane.views.Views;
import dev.hanse.net.time.SteadyTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What follows when a stream has ended: its gateway is lost, unless another stream speaks for it. Thread-safe. */
final class Departure {

    /** Operators know the lines under this name. */
    private static final Logger LOG = LoggerFactory.getLogger(GatewayStream.class);

    private final ControlLoop loop;
    private final Streams streams;
    private final Peers peers;
    private final MemberExports exports;
    private final Views views;
    private final InstantSource clock;
    private final SteadyTime steady;
    private final ReachNews reach;

    Departure(
            ControlLoop loop,
            Streams streams,
            Peers peers,
            MemberExports exports,
            Views views,
            InstantSource clock,
            SteadyTime steady,
            ReachNews reach) {
        this.loop = loop;
        this.streams = streams;
        this.peers = peers;
        this.exports = exports;
        this.views = views;
        this.clock = clock;
        this.steady = steady;
        this.reach = reach;
    }

    void leave(GatewayStream stream) {
        streams.closed(stream);
        try {
            loop.run(() -> retire(stream));
        } catch (RefusedException e) {
            LOG.debug("stream of {} ended after the control loop", stream.gateway(), e);
        }
    }

    private void retire(GatewayStream stream) {
        if (streams.retire(stream)) {
            GatewayId gateway = stream.gateway();
            Instant now = clock.instant();
            exports.lost(gateway, steady.instant());
            reach.lost(gateway);
            peers.lost(gateway, now).ifPresent(seen -> views.keep(List.of(new StateChange.PutGateway(seen))));
        }
    }
}
