// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.vxlan;

import dev.hanse.gateway.nodes.VxlanConfig;
import dev.hanse.gateway.tables.NodeTable;
import dev.hanse.gateway.tables.TableName;
import dev.hanse.net.linux.Errno;
import dev.hanse.net.linux.LinuxException;
import dev.hanse.net.linux.rtnetlink.VxlanLink;
import dev.hanse.net.linux.rtnetlink.VxlanLinks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The device that packets in VXLAN come in by. One thread, which blocks. */
final class ReceivingDevice implements VxlanReceiver.Device {

    private static final Logger LOG = LoggerFactory.getLogger(VxlanReceiver.class);

    private static final int USUAL_MTU = 1_500;

    /** IPv6 has no shorter links (RFC 8200 section 5): a device below it would have no IPv6. */
    private static final int LEAST_MTU = 1_280;

    private final VxlanConfig config;
    private final VxlanHost host;
    private boolean begun;
    private boolean kept;

    ReceivingDevice(VxlanConfig config, VxlanHost host) {
        this.config = config;
        this.host = host;
    }

    @Override
    public void keep(InetAddress reached, BooleanSupplier closed) throws IOException {
        Optional<VxlanLink> found = named();
        if (found.isPresent() && !found.get().ours()) {
            throw new IOException("the device " + config.device()
                    + " of this host is somebody else's (expected: another name in nodes.vxlan-device)");
        }
        boolean fits =
                found.filter(link -> link.up() && link.port() == config.port()).isPresent();
        if (!fits) {
            // First, and whatever nft says: its table is another one. Where it stays, that none can be made says so.
            found.ifPresent(this::isDiscarded);
        }
        requireOpen(fits && kept);
        kept = fits;
        if (fits) {
            // It may be one that hanse node has made, which needs none.
            address(found.get());
            return;
        }
        if (!closed.getAsBoolean()) {
            throw new IOException("the device " + config.device() + " is not made before nft says that the table "
                    + TableName.ofVxlan(config.device()) + " stands (it is asked again each second)");
        }
        make(reached);
        kept = true;
    }

    /** By the name: one that were made anew would be as closed. Where hanse node runs it lets go of it as soon as it hears this gateway. */
    private void requireOpen(boolean inUse) throws IOException {
        if (isClosedByNode(inUse)) {
            throw new IOException("the table " + NodeTable.NAME + " of hanse node lets nothing in by the device "
                    + config.device()
                    + " (expected: hanse node runs on that host and calls this gateway; or, where it is to run no more"
                    + " there: hanse node uninstall on that host)");
        }
    }

    /** Where that is not known, what is in use stays so. */
    private boolean isClosedByNode(boolean inUse) throws IOException {
        try {
            return host.isClosedByNode(config.device());
        } catch (IOException e) {
            if (inUse) {
                LOG.debug("vxlan: whether hanse node closes the device is not known", e);
                return false;
            }
            throw e;
        }
    }

    /** Once a second, on a host that may have hundreds of links: all are looked through once. */
    private Optional<VxlanLink> named() throws LinuxException {
        if (!begun) {
            List<VxlanLink> links = host.links();
            begun = true;
            links.stream().filter(this::isRenamed).forEach(this::discardRenamed);
        }
        return host.find(config.device());
    }

    /** The process before had another name for it. Later on it would be another gateway's, with which nobody is to fight. */
    private boolean isRenamed(VxlanLink link) {
        return link.ours()
                && link.up()
                && link.port() == config.port()
                && !link.name().equals(config.device());
    }

    private void discardRenamed(VxlanLink link) {
        if (!isDiscarded(link)) {
            LOG.warn(
                    "vxlan: device {}, of this port under another name, cannot be taken away, do so yourself, and with its"
                            + " table: ip link delete {}; nft delete table {}",
                    link.name(),
                    link.name(),
                    TableName.ofVxlan(link.name()));
            return;
        }
        LOG.info("vxlan: device {}, of this port under another name, is taken away", link.name());
        try {
            // It would go on dropping what comes to the port.
            host.delete(TableName.ofVxlan(link.name()));
        } catch (IOException e) {
            LOG.warn(
                    "vxlan: the table {} cannot be taken away, do so yourself: {}",
                    TableName.ofVxlan(link.name()),
                    e.getMessage());
        }
    }

    private boolean isDiscarded(VxlanLink link) {
        try {
            host.delete(link);
            return true;
        } catch (LinuxException e) {
            LOG.debug("vxlan: {} stays", link.name(), e);
            return false;
        }
    }

    private void make(InetAddress reached) throws IOException {
        int mtu = mtu(reached);
        try {
            host.address(host.make(config.device(), config.port(), mtu));
            LOG.info("vxlan: device {} takes packets of nodes on UDP port {}", config.device(), config.port());
        } catch (LinuxException e) {
            throw new IOException(why(e), e);
        }
    }

    private void address(VxlanLink link) throws IOException {
        try {
            host.address(link);
        } catch (LinuxException e) {
            throw new IOException("the device " + config.device() + " cannot have its address: " + e.getMessage(), e);
        }
    }

    private String why(LinuxException e) {
        return e.errno() == Errno.EADDRINUSE || e.errno() == Errno.EEXIST
                ? "nodes.vxlan-port: UDP port " + config.port()
                        + " is another device's or process's (expected: one that nobody uses; see ss -ulnp and ip -d link"
                        + " show type vxlan)"
                : "the device " + config.device() + " cannot be made: " + e.getMessage()
                        + " (expected: Linux with the module vxlan, and CAP_NET_ADMIN)";
    }

    /** Of packets to other gateways, which hanse node on this host may send by it. */
    private static int mtu(InetAddress reached) throws IOException {
        NetworkInterface link = NetworkInterface.getByInetAddress(reached);
        return inside(link == null ? USUAL_MTU : link.getMTU());
    }

    /** Octets that go in, by those of the link outside. */
    static int inside(int outside) {
        return Math.max(LEAST_MTU, outside - VxlanLinks.OVERHEAD6);
    }

    @Override
    public OptionalInt port() throws IOException {
        return named().filter(VxlanLink::ours).stream()
                .mapToInt(VxlanLink::port)
                .findFirst();
    }

    @Override
    public void remove() throws IOException {
        Optional<VxlanLink> found = named().filter(VxlanLink::ours);
        if (found.isPresent()) {
            host.delete(found.get());
        }
    }
}
