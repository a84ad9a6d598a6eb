// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.route;

import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.address.PrefixSet;
import dev.hanse.net.time.NanoClock;
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
 * Keeps the routes of the TUN device equal to a wanted set of prefixes. A prefix that the host already routes another way is left alone
 * and reported: it might be the cluster's own. Routes vanish with the device, so a killed process leaves none. One thread at a time.
 */
public final class DeviceRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(DeviceRoutes.class);

    /** How often {@link #retry} is to be called. */
    public static final Duration RETRY = Duration.ofSeconds(5);

    /** Number in the routing table that says who made the route; free in iproute2's rt_protos. */
    static final int PROTOCOL = 104;

    private final HostCommand ip;
    private final String device;
    private final PrefixSet localPrefixes;
    private final Supplier<List<InetAddress>> hostAddresses;
    private final RepairLimit repairs;
    private final Set<IpPrefix> installed = new HashSet<>();
    private final Map<IpPrefix, String> failures = new HashMap<>();
    private Set<IpPrefix> wanted = Set.of();
    private List<String> linkSettings = List.of();

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
        this.repairs = new RepairLimit(nanoClock);
    }

    /**
     * Sets MTU and queue length and brings the device up.
     *
     * @throws IOException if the system refuses
     */
    public void bringUp(int mtu, int queueLength) throws IOException {
        linkSettings = List.of("link", "set", "dev", device, "mtu", "" + mtu, "txqueuelen", "" + queueLength, "up");
        ip.run(linkSettings);
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
        return wanted;
    }

    /** Adds again what is not {@code present} any more; a prefix about which somebody quarrels waits for {@link #retry}. */
    void restore(Set<IpPrefix> present) {
        for (IpPrefix prefix : wanted) {
            if (!present.contains(prefix) && installed.remove(prefix)) {
                onTakenAway(prefix);
            }
        }
    }

    private void onTakenAway(IpPrefix prefix) {
        switch (repairs.lost(prefix)) {
            case REPAIR -> {
                LOG.warn("route {} through {} was taken away by somebody else", prefix, device);
                add(prefix);
            }
            case GIVE_UP ->
                LOG.error(
                        "route {} through {} was taken away {} times within {} s: another program on this host removes it; it is"
                                + " set every {} s from now on (\"ip monitor route\" shows when)",
                        prefix,
                        device,
                        RepairLimit.LOSSES + 1,
                        RepairLimit.WITHIN.toSeconds(),
                        RETRY.toSeconds());
            case WAIT -> {}
        }
    }

    /** Adds what is missing and removes what is no longer wanted. What cannot be set is told once for each reason, and {@link #retry tried again}. */
    public void apply(Set<IpPrefix> prefixes) {
        wanted = Set.copyOf(prefixes);
        failures.keySet().retainAll(wanted);
        repairs.retain(wanted);
        for (IpPrefix prefix : Set.copyOf(installed)) {
            if (!wanted.contains(prefix)) {
                remove(prefix);
            }
        }
        retry();
    }

    /** Adds what could not be added before. */
    public void retry() {
        for (IpPrefix prefix : wanted) {
            if (!installed.contains(prefix)) {
                add(prefix);
            }
        }
    }

    private void add(IpPrefix prefix) {
        List<String> arguments =
                new ArrayList<>(List.of("route", "add", prefix.toString(), "dev", device, "proto", "" + PROTOCOL));
        source(prefix).ifPresent(address -> arguments.addAll(List.of("src", address.getHostAddress())));
        try {
            ip.run(arguments);
            installed.add(prefix);
            failures.remove(prefix);
            LOG.info("route {} through {}", prefix, device);
        } catch (IOException e) {
            onFailure(prefix, String.valueOf(e.getMessage()));
        }
    }

    private void onFailure(IpPrefix prefix, String reason) {
        if (!reason.equals(failures.put(prefix, reason))) {
            LOG.error(
                    "no route {} through {}: {} (tried again every {} s; \"ip route show {}\" shows a route that the host has"
                            + " already: remove that one, or give one of the clusters another prefix)",
                    prefix,
                    device,
                    reason,
                    RETRY.toSeconds(),
                    prefix);
        }
    }

    private void remove(IpPrefix prefix) {
        installed.remove(prefix);
        try {
            ip.run(List.of("route", "delete", prefix.toString(), "dev", device, "proto", "" + PROTOCOL));
            LOG.info("route {} through {} removed", prefix, device);
        } catch (IOException e) {
            LOG.warn("route {} through {} was not there any more: {}", prefix, device, e.getMessage());
        }
    }

    /** Peers only take packets from our prefixes, so the host's own packets need such an address. */
    private Optional<InetAddress> source(IpPrefix prefix) {
        boolean v4 = prefix.address() instanceof Inet4Address;
        return hostAddresses.get().stream()
                .filter(address -> address instanceof Inet4Address == v4)
                .filter(localPrefixes::contains)
                .findFirst();
    }
}
