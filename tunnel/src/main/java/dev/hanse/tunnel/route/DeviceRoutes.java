// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.route;

import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.address.PrefixSet;
import dev.hanse.net.linux.rtnetlink.RouteMaker;
import dev.hanse.net.time.NanoClock;
import dev.hanse.tunnel.packet.IpHeader;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the routes of the TUN device equal to a wanted set of prefixes, and behind each an unreachable one of the worst metric: the routes vanish with the device, whoever deletes it and whoever kills the
 * process, and no packet for another cluster may then follow the host's default route in clear. The unreachable ones stay when the gateway stops; the next one adopts them. A prefix that the host already
 * routes another way is left alone and reported. One thread at a time.
 */
public final class DeviceRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(DeviceRoutes.class);

    /** How often {@link #retry} is to be called. */
    public static final Duration RETRY = Duration.ofSeconds(5);

    /** Who made the routes, in the kernel's tables. */
    static final int PROTOCOL = RouteMaker.GATEWAY;

    private final HostCommand ip;
    private final String device;
    private final PrefixSet localPrefixes;
    private final Supplier<List<InetAddress>> hostAddresses;
    private final KeptRoutes through;
    private final KeptRoutes behind;
    private List<String> linkSettings = List.of();
    private int deviceMtu;
    private Map<IpPrefix, Integer> mtus = Map.of();

    /**
     * Has no routes yet.
     *
     * @param localPrefixes a host address inside one of them becomes the source of the host's own packets
     * @param hostAddresses addresses of the host
     * @param nanoClock tells how often somebody takes routes away
     */
    public DeviceRoutes(
            HostCommand ip,
            String device,
            List<IpPrefix> localPrefixes,
            Supplier<List<InetAddress>> hostAddresses,
            NanoClock nanoClock) {
        this.ip = ip;
        this.device = device;
        this.localPrefixes = new PrefixSet(localPrefixes);
        this.hostAddresses = hostAddresses;
        this.through = new KeptRoutes(ip, new Through(), nanoClock);
        this.behind = new KeptRoutes(ip, new Behind(), nanoClock);
    }

    /**
     * Sets MTU and queue length and brings the device up.
     *
     * @throws IOException if the system refuses
     */
    public void bringUp(int mtu, int queueLength) throws IOException {
        deviceMtu = mtu;
        linkSettings = List.of("link", "set", "dev", device, "mtu", "" + mtu, "txqueuelen", "" + queueLength, "up");
        ip.run(linkSettings);
    }

    /** Unreachable routes that a process of before has left; those of prefixes that are not wanted at the first {@link #close} go. */
    public void adopt(Set<IpPrefix> unreachable) {
        behind.adopt(unreachable);
    }

    /** Somebody has set the device down: its settings once more; false: the system refuses, which is told. */
    boolean bringUpAgain() {
        try {
            ip.run(linkSettings);
            LOG.warn("device {} was set down by somebody else, and is up again", device);
            return true;
        } catch (IOException e) {
            LOG.error("device {} was set down by somebody else, and cannot be set up: {}", device, e.getMessage());
            return false;
        }
    }

    /** What should lead through the device. */
    Set<IpPrefix> wanted() {
        return through.wanted();
    }

    /** Adds again what is not there any more of the routes through the device, and sets the MTU again where somebody has changed it. */
    void restoreThrough(Map<IpPrefix, Integer> present) {
        through.restore(present.keySet());
        present.forEach((prefix, mtu) -> {
            if (mtu != mtu(prefix)) {
                through.onAltered(prefix);
            }
        });
    }

    /** Longest packet that a route is to take, octets; 0: that of the device. Over IPv6 it is not less than every link has. */
    private int mtu(IpPrefix prefix) {
        int wanted = mtus.getOrDefault(prefix, deviceMtu);
        int allowed = prefix.address() instanceof Inet4Address ? wanted : Math.max(wanted, IpHeader.V6_MIN_MTU);
        return allowed < deviceMtu ? allowed : 0;
    }

    /** Has the routes to these prefixes take packets so long, octets; those to others take what the device takes. */
    public void mtus(Map<IpPrefix, Integer> wanted) {
        Set<IpPrefix> known = new HashSet<>(mtus.keySet());
        known.addAll(wanted.keySet());
        Map<IpPrefix, Integer> before = new HashMap<>();
        known.forEach(prefix -> before.put(prefix, mtu(prefix)));
        mtus = Map.copyOf(wanted);
        before.forEach((prefix, mtu) -> {
            if (mtu != mtu(prefix)) {
                through.change(prefix);
            }
        });
    }

    /** The same for the unreachable ones, which need no device; one that nobody knew of is this device's own all the same. */
    void restoreBehind(Set<IpPrefix> present) {
        behind.adopt(present);
        behind.restore(present);
    }

    /**
     * Has unreachable routes for these prefixes and no others: to be there before anything is sent to them. What cannot be set is told once for each reason, and {@link #retry tried again}.
     */
    public void close(Set<IpPrefix> prefixes) {
        behind.apply(prefixes);
    }

    /** Has routes through the device for these prefixes, of the last {@link #close}, and no others; otherwise as that. */
    public void open(Set<IpPrefix> prefixes) {
        through.apply(prefixes);
    }

    /** Adds what could not be added before, changes what could not be changed, and removes what could not be removed. */
    public void retry() {
        behind.retry();
        through.retry();
    }

    /** Peers only take packets from our prefixes, so the host's own packets need such an address. */
    private Optional<InetAddress> source(IpPrefix prefix) {
        boolean v4 = prefix.address() instanceof Inet4Address;
        return hostAddresses.get().stream()
                .filter(address -> address instanceof Inet4Address == v4)
                .filter(localPrefixes::contains)
                .findFirst();
    }

    private final class Through implements KeptRoutes.Kind {

        @Override
        public String label(IpPrefix prefix) {
            return "route " + prefix + " through " + device;
        }

        @Override
        public String verb() {
            return "add";
        }

        @Override
        public List<String> words(IpPrefix prefix) {
            return List.of(prefix.toString(), "dev", device, "proto", "" + PROTOCOL);
        }

        @Override
        public List<String> settings(IpPrefix prefix) {
            List<String> words = new ArrayList<>();
            source(prefix).ifPresent(address -> words.addAll(List.of("src", address.getHostAddress())));
            if (mtu(prefix) != 0) {
                words.addAll(List.of("mtu", "" + mtu(prefix)));
            }
            return words;
        }
    }

    private final class Behind implements KeptRoutes.Kind {

        @Override
        public String label(IpPrefix prefix) {
            return "unreachable route " + prefix + " behind " + device;
        }

        /** One of this metric is nobody else's. */
        @Override
        public String verb() {
            return "replace";
        }

        @Override
        public List<String> words(IpPrefix prefix) {
            String metric = Long.toString(UnreachableMetric.of(device));
            return List.of("unreachable", prefix.toString(), "metric", metric, "proto", "" + PROTOCOL);
        }

        @Override
        public List<String> settings(IpPrefix prefix) {
            return List.of();
        }
    }
}
