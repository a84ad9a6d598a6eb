// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.vxlan;

import dev.hanse.gateway.loop.ControlLoop;
import dev.hanse.gateway.nodes.RoutedNodes;
import dev.hanse.gateway.nodes.VxlanConfig;
import dev.hanse.gateway.tables.KeptTable;
import dev.hanse.gateway.tables.Removal;
import dev.hanse.gateway.tables.TableName;
import dev.hanse.gateway.views.ServedView;
import dev.hanse.gateway.views.ViewConsumer;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.address.IpText;
import dev.hanse.net.linux.LinuxException;
import dev.hanse.net.text.VisibleText;
import dev.hanse.net.time.NanoClock;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes packets in VXLAN of nodes that ask for it: from the first one on until nobody has asked for an hour. A node is told when the table lets its packets in, and no device is there without the table. Both stay when
 * it is closed, and the next process takes them over: nodes go on sending while they hear no other gateway. Belongs to its thread but where it says otherwise.
 */
public final class VxlanReceiver implements RoutedNodes, ViewConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(VxlanReceiver.class);

    /** Nodes ask again after each start within seconds: what is needed then is not there from the process before. */
    private static final Duration UNASKED = Duration.ofMinutes(10);

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
    private final AskedNodes asked;
    private final Removal removal = new Removal(this::takeAway, VxlanReceiver::tellStays);
    private volatile Optional<InetAddress> reached = Optional.empty();
    private volatile Set<InetAddress> admitted = Set.of();
    private volatile String refused = "";
    private volatile String late = "";
    private Optional<Set<IpPrefix>> remote = Optional.empty();
    private Optional<VxlanTable> wanted = Optional.empty();
    private String text = "";
    private boolean guarded;
    private int looks;

    /** What packets come in by, or a stand-in for it. */
    interface Device {

        /**
         * Makes it where it is not there.
         *
         * @param closed whether the table stands that keeps others out, for sure: asked where it is to be made
         * @throws LinuxException if whether it is there cannot be known
         * @throws IOException if it cannot be
         */
        void keep(InetAddress reached, BooleanSupplier closed) throws IOException;

        /** UDP port of the one that is there, whoever has made it; none where there is none. */
        OptionalInt port() throws IOException;

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
        this.asked = new AskedNodes(clock);
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
                KeptTable.ofHost(TableName.ofVxlan(config.device()), file),
                new ReceivingDevice(config, new LinuxVxlanHost()),
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
        reached = Optional.of(at);
        asked.add(node);
        boolean in = admitted.contains(node);
        String why = in || !refused.isEmpty() ? refused : late;
        if (!why.isEmpty()) {
            // Read on other nodes.
            return new Answer.Refused("on the gateway's host (" + IpText.of(at) + "): " + why);
        }
        return in ? new Answer.Open(config.port(), config.vni()) : new Answer.Soon();
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
            Set<InetAddress> nodes = asked.all();
            if (!nodes.isEmpty() && remote.isPresent()) {
                keep(nodes, remote.get());
            } else {
                idle(nodes.isEmpty());
            }
        } finally {
            looks++;
            thread.schedule(KeptTable.INTERVAL, this::look);
        }
    }

    private void keep(Set<InetAddress> nodes, Set<IpPrefix> others) {
        removal.end();
        guarded = false;
        want(new VxlanTable(config, nodes, pods, others, untracked));
        boolean again = looks % DEVICE == 0;
        if ((!again && !refused.isEmpty()) || !isClosed(config.port())) {
            return;
        }
        try {
            if (again || admitted.isEmpty()) {
                device.keep(reached.orElseThrow(), this::isSurelyClosed);
            }
            tell("");
            admitAll(nodes);
        } catch (LinuxException e) {
            LOG.debug("vxlan: whether the device is there cannot be known", e);
        } catch (IOException e) {
            tell(String.valueOf(e.getMessage()));
        }
    }

    private void want(VxlanTable now) {
        if (!wanted.equals(Optional.of(now))) {
            wanted = Optional.of(now);
            text = now.text();
        }
        table.want(text);
        table.check();
    }

    /** Where the table of before stands, it is open to those of before alone. */
    private void admitAll(Set<InetAddress> nodes) {
        String why = table.stands() ? "" : notSet();
        if (why.isEmpty()) {
            admitted = nodes;
        } else if (!why.equals(late)) {
            LOG.error("vxlan: packets of nodes that have asked since are not taken yet: {}", VisibleText.of(why));
        }
        late = why;
    }

    /** Whether a table stands that keeps others out, also one of before; without it packets of anybody would be taken, and there is no device. */
    private boolean isClosed(int port) {
        if (table.stillHolds(VxlanTable.guards(config.device(), port))) {
            return true;
        }
        try {
            device.remove();
        } catch (IOException e) {
            LOG.debug("vxlan: the device stays without a table", e);
        }
        admitted = Set.of();
        tell(notSet());
        return false;
    }

    /** What is taken to stand, since nft does not say, is enough to keep a device, and not to make one. */
    private boolean isSurelyClosed() {
        return table.surelyHolds(VxlanTable.guards(config.device(), config.port()));
    }

    private String notSet() {
        return "the table " + TableName.ofVxlan(config.device()) + " of nftables cannot be set: "
                + table.why().orElse("it is not there (expected: it is set again within 10 s)");
    }

    private void idle(boolean unasked) {
        if (unasked && (config.port() == 0 || clock.nanoTime() - startNanos > UNASKED.toNanos())) {
            removal.apply();
        }
        if (looks % DEVICE == 0) {
            try {
                guard(device.port());
            } catch (IOException e) {
                LOG.debug("vxlan: whether a device is there, and its table, cannot be known", e);
            }
        }
    }

    /** A device that is there all the same, of the process before or of hanse node, is open to anybody where it has no table. */
    private void guard(OptionalInt port) {
        if (port.isEmpty()) {
            if (guarded) {
                guarded = false;
                removal.end();
            }
        } else if (guarded || isOpen(port.getAsInt())) {
            guarded = true;
            VxlanConfig there = new VxlanConfig(config.device(), port.getAsInt(), config.vni());
            want(new VxlanTable(there, Set.of(), pods, Set.of(), untracked));
            isClosed(port.getAsInt());
        }
    }

    /** Not as long as nft may say yet that it is not. */
    private boolean isOpen(int port) {
        try {
            return !table.holds(VxlanTable.guards(config.device(), port));
        } catch (IOException e) {
            LOG.debug("vxlan: whether the device has its table cannot be known", e);
            return table.isSilent();
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

    private void takeAway() throws IOException {
        admitted = Set.of();
        device.remove();
        table.remove();
    }

    private static void tellStays(IOException why) {
        LOG.warn(
                "vxlan: device or table, which nobody needs any more, cannot be taken away, it is tried again: {}",
                why.getMessage());
    }
}
