// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import dev.hanse.controlplane.exports.MemberExports;
import dev.hanse.controlplane.membership.RestoreWatch;
import dev.hanse.controlplane.model.ClusterMember;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.model.Position;
import dev.hanse.controlplane.rpc.ControlLoop;
import dev.hanse.controlplane.views.Views;
import dev.hanse.net.keys.TunnelPublicKey;
import dev.hanse.proto.v1.ExchangeResponse;
import dev.hanse.proto.v1.Hello;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers a Hello with a Welcome: from then on the stream speaks for its gateway. Thread-safe. */
final class Greeting {

    /** Operators know the lines under this name. */
    private static final Logger LOG = LoggerFactory.getLogger(Inbound.class);

    private final ControlLoop loop;
    private final ExchangeTerms terms;
    private final Admission admission;
    private final Announcement announcement;
    private final Streams streams;
    private final MemberExports exports;
    private final Views views;
    private final RestoreWatch restores;
    private final GatewayLines lines;
    private final ReachNews reach;

    Greeting(
            ControlLoop loop,
            ExchangeTerms terms,
            Admission admission,
            Announcement announcement,
            Streams streams,
            MemberExports exports,
            Views views,
            RestoreWatch restores,
            GatewayLines lines,
            ReachNews reach) {
        this.loop = loop;
        this.terms = terms;
        this.admission = admission;
        this.announcement = announcement;
        this.streams = streams;
        this.exports = exports;
        this.views = views;
        this.restores = restores;
        this.lines = lines;
        this.reach = reach;
    }

    private record Answer(ExchangeResponse welcome, Position view, Optional<TunnelPublicKey> keyToGiveUp) {}

    void greet(GatewayStream stream, Hello hello) {
        Opening opening = Opening.of(hello);
        Answer answer = loop.call(() -> connect(stream, opening));
        stream.open(answer.welcome(), answer.view());
        answer.keyToGiveUp().ifPresent(stream::retireKey);
    }

    private Answer connect(GatewayStream stream, Opening opening) {
        GatewayId gateway = stream.gateway();
        GatewayMember member = admission.requireMember(gateway, stream.serial());
        ClusterMember cluster = admission.requireCluster(gateway);
        opening.tunnel().ifPresent(tunnel -> announcement.claim(stream, tunnel));
        streams.supersede(stream);
        GatewayMember connected = announcement.tell(member, opening.version(), opening.tunnel());
        reach.connected(gateway);
        boolean exportsResumed = exports.connected(gateway, opening.exports());
        boolean viewResumed = views.resumesFrom(gateway, opening.view());
        if (views.neverGave(opening.view())) {
            restores.standsElsewhere(stream.gateway(), opening.view());
        }
        lines.tell(
                gateway,
                leftOut -> LOG.info(
                        "gateway {} has connected: version {}, view {}, exports {}{}",
                        gateway,
                        opening.version(),
                        viewResumed ? "resumed" : "anew",
                        exportsResumed ? "resumed" : "anew",
                        leftOut));
        return new Answer(
                terms.welcome(connected, cluster, viewResumed, exportsResumed),
                viewResumed ? opening.view() : Position.NONE,
                connected.keyToGiveUp());
    }
}
