// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.link;

import dev.hanse.gateway.loop.ControlLoop;
import dev.hanse.net.time.Backoff;
import dev.hanse.net.time.NanoClock;
import dev.hanse.node.names.GatewayDns;
import dev.hanse.node.routes.GatewayView;
import dev.hanse.proto.v1.WatchRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A link to each gateway that names lead to. Belongs to the control loop but where it says otherwise. */
public final class GatewayLinks {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayLinks.class);

    /** Most gateways; more are left out, and told. */
    static final int MAX = 64;

    /** How often {@link #check} is to be called. */
    public static final Duration INTERVAL = Duration.ofMillis(100);

    /**
     * A check that comes so late says nothing of the gateways: this process itself stood still. With a word each 300 ms, and 50 ms until it is read, shorter pauses make nobody quiet.
     */
    private static final Duration LATE = Duration.ofMillis(250);

    private static final Duration FIRST_RETRY = Duration.ofMillis(250);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(5);

    /** A gateway that stops waits for streams six tenths of a second; one that came back sooner would keep it waiting, and many at once its port busy. */
    private static final Duration SOONEST_RETURN = Duration.ofSeconds(2);

    private static final Duration LATEST_RETURN = Duration.ofSeconds(4);

    private final ControlLoop loop;
    private final Channels channels;
    private final WatchRequest request;
    private final Predicate<InetAddress> routed;
    private final NanoClock clock;
    private final RandomGenerator random;
    private final Runnable onChange;
    private final Map<String, GatewayLink> links = new TreeMap<>();
    private long checkedNanos;
    private int leftOut;
    private volatile List<Heard> heard = List.of();

    /**
     * One gateway, to people.
     *
     * @param address where it is looked for
     * @param name empty: not heard
     * @param leaving whether it stops soon
     * @param trouble why it is not heard; empty: it is
     */
    public record Heard(String address, String name, boolean leaving, String trouble) {}

    /**
     * @param node name of this node, for people
     * @param version of this software
     * @param routed whether an address is behind a router: at that, the gateway is asked to take packets in VXLAN
     * @param onChange called on the loop when what gateways say is something else
     */
    public GatewayLinks(
            ControlLoop loop,
            Channels channels,
            String node,
            String version,
            Predicate<InetAddress> routed,
            NanoClock clock,
            RandomGenerator random,
            Runnable onChange) {
        this.loop = loop;
        this.channels = channels;
        this.request = WatchRequest.newBuilder()
                .setNode(node)
                .setSoftwareVersion(version)
                .build();
        this.routed = routed;
        this.clock = clock;
        this.random = random;
        this.onChange = onChange;
        this.checkedNanos = clock.nanoTime();
    }

    /** Where gateways are now. One that is heard stays until it ends, and one that has said that it stops for a minute, whatever names lead to. */
    public void found(Collection<InetSocketAddress> addresses) {
        Map<String, InetSocketAddress> named = new TreeMap<>();
        addresses.forEach(each -> named.put(each.toString(), each));
        List.copyOf(links.entrySet()).stream()
                .filter(each -> !named.containsKey(each.getKey()))
                .filter(each ->
                        each.getValue().view().isEmpty() && !each.getValue().isAwaited())
                .forEach(each -> {
                    each.getValue().stop();
                    links.remove(each.getKey());
                });
        named.forEach((key, address) -> {
            if (!links.containsKey(key) && links.size() < MAX) {
                GatewayLink fresh = link(address);
                links.put(key, fresh);
                fresh.start();
            }
        });
        tellLeftOut((int)
                named.keySet().stream().filter(each -> !links.containsKey(each)).count());
        show();
    }

    private void tellLeftOut(int now) {
        if (now != leftOut && now > 0) {
            LOG.warn("gateways: {} of them are left out (expected: at most {} addresses)", now, MAX);
        }
        leftOut = now;
    }

    private GatewayLink link(InetSocketAddress address) {
        Backoff retries = new Backoff(FIRST_RETRY, LONGEST_RETRY, random);
        Backoff returns = new Backoff(TimeUnit.MILLISECONDS, SOONEST_RETURN, LATEST_RETURN, LATEST_RETURN, random);
        return new GatewayLink(loop, channels, address, () -> request(address), retries, returns, clock, this::changed);
    }

    private WatchRequest request(InetSocketAddress gateway) {
        return request.toBuilder().setVxlan(routed.test(gateway.getAddress())).build();
    }

    private void changed() {
        show();
        onChange.run();
    }

    /** To be called when routes and DNS lead elsewhere: a gateway that stops waits for nobody who has let go of it. */
    public void releaseLeaving() {
        if (links.values().stream().anyMatch(GatewayLink::isServing)) {
            links.values().forEach(GatewayLink::release);
        }
    }

    /** Looks who is silent. */
    public void check() {
        long now = clock.nanoTime();
        boolean late = now - checkedNanos > LATE.toNanos();
        checkedNanos = now;
        if (!late) {
            links.values().forEach(GatewayLink::check);
        }
        show();
    }

    /** What those say that are heard; one that has just fallen silent counts as one that stops. */
    public List<GatewayView> views() {
        return links.values().stream().flatMap(link -> link.route().stream()).toList();
    }

    /** How it stands with the DNS of each. */
    public List<GatewayDns> dns() {
        return links.values().stream().map(GatewayLink::dns).toList();
    }

    private void show() {
        List<Heard> now = new ArrayList<>();
        links.values()
                .forEach(link -> now.add(new Heard(
                        link.address(),
                        link.view().map(GatewayView::gateway).orElse(""),
                        link.view().map(GatewayView::leaving).orElse(false),
                        link.trouble())));
        heard = List.copyOf(now);
    }

    /** Each gateway. Any thread. */
    public List<Heard> heard() {
        return heard;
    }

    /** Ends all. */
    public void stop() {
        links.values().forEach(GatewayLink::stop);
        links.clear();
    }
}
