// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import dev.hanse.controlplane.membership.MemberStreams;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.rpc.Reason;
import dev.hanse.controlplane.rpc.RefusedException;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.net.keys.TunnelPublicKey;
import dev.hanse.net.time.NanoClock;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The open streams, one for each gateway. Thread-safe. */
public final class Streams implements MemberStreams {

    private final Map<GatewayId, GatewayStream> current = new ConcurrentHashMap<>();
    private final Set<GatewayStream> all = ConcurrentHashMap.newKeySet();
    private final ExchangeCounters counters = new ExchangeCounters();
    private final LeaseTimes times;
    private final Clocks clocks;

    /**
     * None is open yet.
     *
     * @param times that streams keep to
     * @param clock for people
     * @param nanoClock for intervals
     */
    public Streams(LeaseTimes times, InstantSource clock, NanoClock nanoClock) {
        this.times = times;
        this.clocks = new Clocks(clock, nanoClock);
    }

    @Override
    public Optional<Instant> lastHeard(GatewayId gateway) {
        return Optional.ofNullable(current.get(gateway)).map(GatewayStream::lastHeard);
    }

    @Override
    public boolean retireKey(GatewayId gateway, TunnelPublicKey key) {
        GatewayStream stream = current.get(gateway);
        if (stream != null) {
            stream.retireKey(key);
        }
        return stream != null;
    }

    @Override
    public boolean drain(GatewayId gateway, boolean drained) {
        GatewayStream stream = current.get(gateway);
        if (stream != null) {
            stream.drain(drained);
        }
        return stream != null;
    }

    @Override
    public void end(GatewayId gateway, RefusedException reason) {
        GatewayStream stream = current.get(gateway);
        if (stream != null) {
            stream.end(reason);
        }
    }

    @Override
    public void endAll(ClusterId cluster, RefusedException reason) {
        all.stream().filter(each -> each.gateway().cluster().equals(cluster)).forEach(each -> each.end(reason));
    }

    /** Views have changed: streams look for what they have to send. */
    public void wakeAll() {
        current.values().forEach(GatewayStream::viewChanged);
    }

    /** The gateways that are connected, with the streams that speak for them. */
    Collection<GatewayStream> connectedStreams() {
        return current.values();
    }

    /** What went over all of them. */
    public ExchangeCounters counters() {
        return counters;
    }

    /** How many gateways are connected. */
    public int connected() {
        return current.size();
    }

    /** Where the gateway's stream comes from; empty: it is not connected, or that is not known. */
    Optional<InetAddress> source(GatewayId gateway) {
        return Optional.ofNullable(current.get(gateway)).flatMap(GatewayStream::source);
    }

    /** Opens a stream for the gateway that showed the certificate with this serial number and comes from this address. */
    GatewayStream open(GatewayId gateway, String serial, String source) {
        GatewayStream stream = new GatewayStream(gateway, serial, source, times, clocks);
        all.add(stream);
        return stream;
    }

    void closed(GatewayStream stream) {
        all.remove(stream);
        counters.onStreamEnded();
    }

    /** From now on this stream speaks for its gateway; one that did before ends. */
    void supersede(GatewayStream stream) {
        GatewayStream before = current.put(stream.gateway(), stream);
        if (before != null && before != stream) {
            before.end(new RefusedException(
                    Reason.STREAM_SUPERSEDED, "gateway " + stream.gateway() + " has begun another stream"));
        }
    }

    /** Whether the stream speaks for its gateway; one that is to end, as after a revocation, does no more. */
    boolean isCurrent(GatewayStream stream) {
        return current.get(stream.gateway()) == stream && !stream.isOver();
    }

    /** The stream speaks for nobody any more; false: another one does already. */
    boolean retire(GatewayStream stream) {
        return current.remove(stream.gateway(), stream);
    }

    /** Ends all streams: the control plane is going away. */
    public void shutDown() {
        all.forEach(each -> each.end(new RefusedException(
                Reason.SHUTTING_DOWN, "the control plane is shutting down; connect to another address")));
    }

    /** Whether no stream is left. */
    public boolean isEmpty() {
        return all.isEmpty();
    }
}
