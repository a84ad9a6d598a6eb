// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.vxlan;

import dev.hanse.gateway.nodes.VxlanConfig;
import dev.hanse.net.linux.Errno;
import dev.hanse.net.linux.LinuxException;
import dev.hanse.net.linux.rtnetlink.VxlanLink;
import dev.hanse.net.linux.rtnetlink.VxlanLinks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The device that packets in VXLAN come in by. One thread, which blocks. */
final class ReceivingDevice implements VxlanReceiver.Device {

    private static final Logger LOG = LoggerFactory.getLogger(VxlanReceiver.class);

    private static final int USUAL_MTU = 1_500;

    private final VxlanConfig config;

    ReceivingDevice(VxlanConfig config) {
        this.config = config;
    }

    @Override
    public void keep(InetAddress reached) throws IOException {
        Optional<VxlanLink> found = VxlanLinks.find(config.device());
        if (found.isPresent() && !found.get().ours()) {
            throw new IOException("the device " + config.device()
                    + " of this host is somebody else's (expected: another name in nodes.vxlan-device)");
        }
        if (found.filter(link -> link.up() && link.port() == config.port()).isPresent()) {
            return;
        }
        found.ifPresent(this::discard);
        make(reached);
    }

    private void discard(VxlanLink link) {
        try {
            VxlanLinks.delete(link);
        } catch (LinuxException e) {
            LOG.debug("vxlan: {} stays", link.name(), e);
        }
    }

    private void make(InetAddress reached) throws IOException {
        try {
            VxlanLinks.address(VxlanLinks.make(config.device(), config.port(), mtu(reached)));
            LOG.info("vxlan: device {} takes packets of nodes on UDP port {}", config.device(), config.port());
        } catch (LinuxException e) {
            throw e.errno() == Errno.EADDRINUSE || e.errno() == Errno.EEXIST
                    ? new IOException("nodes.vxlan-port: UDP port " + config.port()
                            + " is another device's or process's (expected: one that nobody uses; see ss -ulnp and ip -d link"
                            + " show type vxlan)")
                    : new IOException("the device " + config.device() + " cannot be made: " + e.getMessage()
                            + " (expected: Linux with the module vxlan, and CAP_NET_ADMIN)");
        }
    }

    /** Of packets to other gateways, which hanse node on this host may send by it. */
    private static int mtu(InetAddress reached) throws IOException {
        NetworkInterface link = NetworkInterface.getByInetAddress(reached);
        return (link == null ? USUAL_MTU : link.getMTU()) - VxlanLinks.OVERHEAD6;
    }

    @Override
    public void remove() throws IOException {
        Optional<VxlanLink> found = VxlanLinks.find(config.device()).filter(VxlanLink::ours);
        if (found.isPresent()) {
            VxlanLinks.delete(found.get());
        }
    }
}
