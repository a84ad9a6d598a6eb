// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.vxlan;

import dev.hanse.gateway.loop.ControlLoop;
import dev.hanse.gateway.nodes.RoutedNodes;
import dev.hanse.gateway.nodes.VxlanConfig;
import dev.hanse.gateway.tables.KeptTable;
import dev.hanse.gateway.views.ServedView;
import dev.hanse.gateway.views.ViewConsumer;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.text.VisibleText;
import dev.hanse.net.time.NanoClock;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes packets in VXLAN of nodes that ask for it: from the first one on until nobody has asked for an hour. A node is told when the table lets its packets in, and no device is there without the table. Both stay when
 * it is closed, and the next process takes them over: nodes go on sending while they hear no other gateway. Belongs to its thread but where it says otherwise.
 */
public final class VxlanReceiver implements RoutedNodes, ViewConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(VxlanReceiver.class);

    /** For how long a node's packets are taken after its stream has ended: its routes stand, whatever becomes of its process. */
    private static final Duration KEPT = Duration.ofHours(1);

    /** Nodes ask again after each start within seconds: what is needed then is not there from the process before. */
    private static final Duration UNASKED = Duration.ofMinutes(10);

    /** Twice what the port of nodes takes at once; an address more is refused. */
    private static final int MAX = 10_000;

    /** Each how many looks the device is looked at: once a second. */
    private static final int DEVICE = 4;

    private final ControlLoop thread;
    private final VxlanConfig config;
    private final KeptTable table;
    private final Device device;
    private final Set<IpPrefix> pods;
    private final boolean untracked;
    private final NanoClock clock;
    private final long startNanos;
    private final Map<InetAddress, Long> asked = new ConcurrentHashMap<>();
    private volatile Optional<InetAddress> reached = Optional.empty();
    private volatile Set<InetAddress> admitted = Set.of();
    private volatile String refused = "";
    private Optional<Set<IpPrefix>> remote = Optional.empty();
    private boolean clear;
    private int looks;

    /** What packets come in by, or a stand-in for it. */
    interface Device {

        /** Makes it where it is not there. */
        void keep(InetAddress reached) throws IOException;

        /** Takes it away; nothing where there is none. */
        void remove() throws IOException;
    }

    VxlanReceiver(
            ControlLoop thread,
            VxlanConfig config,
            KeptTable table,
            Device device,
            Collection<IpPrefix> pods,
            boolean untracked,
            NanoClock clock) {
        this.thread = thread;
        this.config = config;
        this.table = table;
        this.device = device;
        this.pods = Set.copyOf(pods);
        this.untracked = untracked;
        this.clock = clock;
        this.startNanos = clock.nanoTime();
    }

    /**
     * On this host. Begins to look at once.
     *
     * @param thread runs all that is done here, and blocks
     * @param pods of this cluster
     * @param untracked whether transit is kept out of connection tracking
     * @param file where the text of the table is put
     */
    public static VxlanReceiver ofHost(
            ControlLoop thread, VxlanConfig config, Collection<IpPrefix> pods, boolean untracked, Path file) {
        VxlanReceiver receiver = new VxlanReceiver(
                thread,
                config,
                KeptTable.ofHost(VxlanTable.NAME, file),
                new ReceivingDevice(config),
                pods,
                untracked,
                System::nanoTime);
        thread.execute(receiver::look);
        return receiver;
    }

    /** Any thread. */
    @Override
    public Answer admit(InetAddress node, InetAddress at) {
        if (config.port() == 0) {
            return new Answer.Refused("nodes.vxlan-port of the gateway is 0");
        }
        if (asked.size() >= MAX && !asked.containsKey(node)) {
            return new Answer.Refused("packets of " + MAX + " nodes are taken already");
        }
        reached = Optional.of(at);
        asked.put(node, clock.nanoTime());
        String why = refused;
        if (!why.isEmpty()) {
            return new Answer.Refused(why);
        }
        return admitted.contains(node) ? new Answer.Open(config.port(), config.vni()) : new Answer.Soon();
    }

    /** Takes the prefixes of all clusters. */
    @Override
    public void accept(ServedView newest) {
        remote = Optional.of(newest.content().peers().values().stream()
                .flatMap(peer -> peer.prefixes().stream())
                .collect(Collectors.toUnmodifiableSet()));
    }

    /** Once each {@link KeptTable#INTERVAL}. */
    void look() {
        try {
            long now = clock.nanoTime();
            asked.values().removeIf(time -> now - time > KEPT.toNanos());
            if (!asked.isEmpty()) {
                remote.ifPresent(this::keep);
            } else if (now - startNanos > UNASKED.toNanos() || config.port() == 0) {
                clear();
            }
        } finally {
            looks++;
            thread.schedule(KeptTable.INTERVAL, this::look);
        }
    }

    private void keep(Set<IpPrefix> others) {
        clear = false;
        Set<InetAddress> nodes = Set.copyOf(asked.keySet());
        table.want(new VxlanTable(config, nodes, pods, others, untracked).text());
        table.check();
        boolean again = looks % DEVICE == 0;
        if (!again && !refused.isEmpty()) {
            return;
        }
        try {
            requireTable();
            if (again || admitted.isEmpty()) {
                device.keep(reached.orElseThrow());
            }
            tell("");
            admitted = nodes;
        } catch (IOException e) {
            tell(String.valueOf(e.getMessage()));
        }
    }

    /** Without it packets of anybody would be taken. */
    private void requireTable() throws IOException {
        if (table.trouble().isPresent()) {
            device.remove();
            throw new IOException("the table " + VxlanTable.NAME + " of nftables cannot be set: "
                    + table.trouble().get().text() + " (expected: nftables 0.9.2 or newer)");
        }
    }

    private void tell(String why) {
        if (!why.equals(refused)) {
            if (why.isEmpty()) {
                LOG.info("vxlan: packets of nodes that share no link with this host are taken again");
            } else {
                LOG.error(
                        "vxlan: packets of nodes that share no link with this host are not taken: {}",
                        VisibleText.of(why));
            }
            refused = why;
        }
    }

    private void clear() {
        if (clear) {
            return;
        }
        try {
            device.remove();
            table.remove();
            admitted = Set.of();
            clear = true;
        } catch (IOException e) {
            LOG.debug("vxlan: what is not needed any more cannot be taken away", e);
        }
    }
}
