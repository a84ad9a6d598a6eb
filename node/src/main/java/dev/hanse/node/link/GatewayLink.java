// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.link;

import dev.hanse.gateway.loop.ControlLoop;
import dev.hanse.net.address.HostPort;
import dev.hanse.net.time.Backoff;
import dev.hanse.net.time.NanoClock;
import dev.hanse.node.names.GatewayDns;
import dev.hanse.node.routes.GatewayView;
import dev.hanse.proto.v1.WatchRequest;
import dev.hanse.proto.v1.WatchResponse;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One gateway: a stream to it, the next one when that ends, and what it said last. Belongs to the control loop. */
final class GatewayLink {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayLink.class);

    /** A gateway speaks three times in this time. */
    static final Duration SILENCE = Duration.ofSeconds(1);

    /** Two words of it have not come. Others are preferred from then on, which costs nothing where it is a mistake; the stream is given up later. */
    private static final Duration QUIET = Duration.ofMillis(650);

    /** For how long one that stopped is looked for though names lead to it no longer: while its pod is replaced none does. */
    private static final Duration AWAITED = Duration.ofSeconds(60);

    /** For the connection, TLS and the first view. */
    static final Duration FIRST = Duration.ofSeconds(10);

    private final ControlLoop loop;
    private final Channels channels;
    private final InetSocketAddress address;
    private final Supplier<WatchRequest> request;
    private final Backoff retries;
    private final Backoff returns;
    private final NanoClock clock;
    private final Runnable onChange;
    private @Nullable GatewayStream stream;
    private @Nullable GatewayView view;
    private ControlLoop.Timer retry = ControlLoop.Timer.NONE;
    private Set<InetSocketAddress> dns = Set.of();
    private boolean quiet;
    /** How it stands with its DNS while it does not serve. */
    private GatewayDns.State away = GatewayDns.State.OTHER;

    private long leftNanos;
    private long heardNanos;
    private String trouble = "not connected yet";

    /**
     * @param request made anew for each stream
     * @param retries delays after an end that the gateway did not announce
     * @param returns delays after it was let go because it stops: not sooner than it has stopped
     * @param onChange hears when it says something else, or is alive no longer
     */
    GatewayLink(
            ControlLoop loop,
            Channels channels,
            InetSocketAddress address,
            Supplier<WatchRequest> request,
            Backoff retries,
            Backoff returns,
            NanoClock clock,
            Runnable onChange) {
        this.loop = loop;
        this.channels = channels;
        this.address = address;
        this.request = request;
        this.retries = retries;
        this.returns = returns;
        this.clock = clock;
        this.onChange = onChange;
    }

    void start() {
        heardNanos = clock.nanoTime();
        stream = new GatewayStream(loop, channels.open(address), request.get(), new Heard());
    }

    void stop() {
        retry.cancel();
        if (stream != null) {
            stream.abort();
        }
        stream = null;
        view = null;
        dns = Set.of();
    }

    /** How it stands with its DNS. */
    GatewayDns dns() {
        GatewayDns.State state = quiet ? GatewayDns.State.SILENT : isServing() ? GatewayDns.State.ANSWERS : away;
        return new GatewayDns(state, dns);
    }

    /** What it says; empty while it is not heard. */
    Optional<GatewayView> view() {
        return Optional.ofNullable(view);
    }

    /** The same for routes: where it is silent, others are to be taken while there are any, as where it stops. */
    Optional<GatewayView> route() {
        return view().map(each -> quiet ? each.asLeaving() : each);
    }

    /** Whether it is heard and goes on. */
    boolean isServing() {
        return view != null && view.known() && !view.leaving();
    }

    /** Whether it has said that it stops, and may come back. */
    boolean isAwaited() {
        return away == GatewayDns.State.STOPS && clock.nanoTime() - leftNanos < AWAITED.toNanos();
    }

    /** Ends the stream where the gateway stops; tells nobody. */
    void release() {
        if (view != null && view.leaving() && stream != null) {
            stream.abort();
            stream = null;
            view = null;
            trouble = "it stops";
            retry = loop.schedule(returns.next(), this::start);
        }
    }

    /** Why it is not heard; empty while it is. */
    String trouble() {
        return trouble;
    }

    String address() {
        return HostPort.format(address);
    }

    /** Takes it for dead where it has been silent for too long. */
    void check() {
        Duration limit = view == null ? FIRST : SILENCE;
        long unheard = clock.nanoTime() - heardNanos;
        hush(isServing() && unheard > QUIET.toNanos());
        if (stream != null && unheard > limit.toNanos()) {
            stream.abort();
            over("nothing was heard for " + limit.toMillis() + " ms");
        }
    }

    private void hush(boolean now) {
        if (quiet != now) {
            quiet = now;
            onChange.run();
        }
    }

    private void over(String why) {
        stream = null;
        tellOver(why);
        boolean wasAlive = view != null;
        away = isServing() ? GatewayDns.State.SILENT : away;
        quiet = false;
        view = null;
        retry = loop.schedule(retries.next(), this::start);
        if (wasAlive) {
            onChange.run();
        }
    }

    private void tellOver(String why) {
        if (view != null) {
            LOG.warn("gateway {} at {} is gone: {}", view.gateway(), address(), why);
        } else if (!why.equals(trouble)) {
            LOG.warn("gateway at {} is not reached: {}", address(), why);
        }
        trouble = why;
    }

    private final class Heard implements GatewayStream.Events {

        @Override
        public void onMessage(WatchResponse message) {
            heardNanos = clock.nanoTime();
            hush(false);
            if (!message.hasView()) {
                return;
            }
            try {
                onView(ViewReader.read(message.getView(), address.getAddress()));
            } catch (IllegalArgumentException e) {
                if (stream != null) {
                    stream.abort();
                }
                over("it says what it may not: " + e.getMessage());
            }
        }

        private void onView(GatewayView newest) {
            if (view == null) {
                LOG.info("gateway {} of cluster {} at {} is heard", newest.gateway(), newest.cluster(), address());
                trouble = "";
            }
            view = newest;
            dns = own(newest.dns());
            if (newest.leaving()) {
                LOG.info("gateway {} at {} says that it stops", newest.gateway(), address());
                away = GatewayDns.State.STOPS;
                leftNanos = clock.nanoTime();
            } else {
                retries.reset();
                // One that knows no cluster yet has no names either.
                away = isServing() ? GatewayDns.State.OTHER : away;
            }
            onChange.run();
        }

        /** None but those of the address that names lead to: a gateway has no say in what is sent to others. */
        private Set<InetSocketAddress> own(Collection<InetSocketAddress> said) {
            return said.stream()
                    .filter(each -> each.getAddress().equals(address.getAddress()))
                    .collect(Collectors.toUnmodifiableSet());
        }

        @Override
        public void onEnd(String why) {
            over(why);
        }
    }
}
