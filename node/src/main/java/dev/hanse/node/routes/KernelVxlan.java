// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.routes;

import dev.hanse.net.linux.Errno;
import dev.hanse.net.linux.LinuxException;
import dev.hanse.net.linux.rtnetlink.VxlanLink;
import dev.hanse.net.linux.rtnetlink.VxlanLinks;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The real one. */
public final class KernelVxlan implements TunnelDevice {

    private static final Logger LOG = LoggerFactory.getLogger(RouteKeeper.class);

    private static final int USUAL_MTU = 1_500;

    /** What each link of IPv6 takes, and no network that works falls short of. */
    private static final int LEAST_MTU = 1_280;

    private final String name;

    /** @param name of the device */
    public KernelVxlan(String name) {
        this.name = name;
    }

    @Override
    public int keep(int port, Collection<Underlay> under) throws IOException {
        List<VxlanLink> links = VxlanLinks.all();
        int mtu = mtu(links, under);
        Optional<VxlanLink> found = links.stream().filter(this::isNamed).findFirst();
        if (found.isPresent() && !found.get().ours()) {
            throw new IOException(
                    "the device " + name + " of this node is somebody else's (expected: another name in vxlan-device)");
        }
        if (found.filter(link -> link.up() && link.port() == port).isEmpty()) {
            // One of ours by another name has the port as well, as the process before this one may have called it.
            delete(links, link -> isNamed(link) || (link.up() && link.port() == port));
            return made(port, mtu);
        }
        if (found.get().mtu() != mtu) {
            VxlanLinks.mtu(found.get(), mtu);
        }
        return found.get().index();
    }

    @Override
    public boolean isThere() throws IOException {
        return VxlanLinks.find(name).filter(VxlanLink::ours).isPresent();
    }

    private boolean isNamed(VxlanLink link) {
        return link.name().equals(name);
    }

    private static int mtu(List<VxlanLink> links, Collection<Underlay> under) {
        int mtu = under.stream()
                .mapToInt(each -> links.stream()
                                .filter(link -> link.index() == each.device())
                                .mapToInt(VxlanLink::mtu)
                                .findFirst()
                                .orElse(USUAL_MTU)
                        - each.overhead())
                .min()
                .orElse(USUAL_MTU - VxlanLinks.OVERHEAD6);
        return Math.max(mtu, LEAST_MTU);
    }

    private int made(int port, int mtu) throws IOException {
        try {
            int index = VxlanLinks.make(name, port, mtu).index();
            LOG.info("vxlan: device {} made, UDP port {}, MTU {}", name, port, mtu);
            return index;
        } catch (LinuxException e) {
            throw e.errno() == Errno.EADDRINUSE || e.errno() == Errno.EEXIST
                    ? new IOException(
                            "UDP port " + port + " of this node is another device's or process's (see ss -ulnp and"
                                    + " ip -d link show type vxlan; expected: another port in nodes.vxlan-port of all gateways)")
                    : new IOException("the device " + name + " cannot be made: " + e.getMessage()
                            + " (expected: Linux with the module vxlan, and CAP_NET_ADMIN)");
        }
    }

    @Override
    public int ofGateway(int port) throws IOException {
        return VxlanLinks.find(name)
                .filter(link -> link.ours() && link.up() && link.port() == port)
                .map(VxlanLink::index)
                .orElseThrow(
                        () -> new IOException(
                                "the gateway on this node has no device " + name + " of UDP port " + port
                                        + " (expected: one, as soon as a node without a shared link asks that gateway, or where that gateway has been away for a minute)"));
    }

    /** No other: a gateway on this host may have one of its own. */
    @Override
    public void remove() throws IOException {
        delete(VxlanLinks.all(), this::isNamed);
    }

    private static void delete(List<VxlanLink> links, Predicate<VxlanLink> which) throws LinuxException {
        for (VxlanLink link : links) {
            if (link.ours() && which.test(link)) {
                VxlanLinks.delete(link);
                LOG.info("vxlan: device {} removed", link.name());
            }
        }
    }
}
