// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux.conntrack;

import dev.hanse.net.linux.Errno;
import dev.hanse.net.linux.LinuxException;
import dev.hanse.net.linux.SocketNumbers;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Flows that the kernel tracks in the network namespace of whoever calls. A translation of addresses is chosen with the first packet of a flow and stays: one that is forgotten is
 * chosen anew with the next packet. Needs CAP_NET_ADMIN. Stateless.
 */
public final class TrackedFlows {

    private TrackedFlows() {}

    /**
     * Has the kernel forget all flows that have one of the addresses at that end. It looks at all flows that there are, for each address of IPv4 and once for IPv6.
     *
     * @return how many it were
     * @throws LinuxException if the kernel does not say which there are, or refuses
     */
    public static int forget(FlowEnd end, Set<InetSocketAddress> addresses, Set<Transport> transports)
            throws LinuxException {
        int forgotten = 0;
        for (InetAddress host : asked(addresses)) {
            forgotten += forget(host, end, addresses, transports);
        }
        return forgotten;
    }

    /** Those of IPv4, which the kernel picks by, and one of IPv6, for which it tells of all whatever the address. */
    static List<InetAddress> asked(Set<InetSocketAddress> addresses) {
        List<InetAddress> hosts =
                addresses.stream().map(InetSocketAddress::getAddress).distinct().toList();
        return Stream.concat(
                        hosts.stream().filter(Inet4Address.class::isInstance),
                        hosts.stream()
                                .filter(each -> !(each instanceof Inet4Address))
                                .limit(1))
                .toList();
    }

    private static int forget(
            InetAddress host, FlowEnd end, Set<InetSocketAddress> addresses, Set<Transport> transports)
            throws LinuxException {
        byte family = (byte) (host instanceof Inet4Address ? SocketNumbers.AF_INET : SocketNumbers.AF_INET6);
        int[] forgotten = new int[1];
        // Each at once, so that it does not matter how many there are.
        try (ConntrackSocket asking = new ConntrackSocket();
                ConntrackSocket orders = new ConntrackSocket()) {
            asking.say(ConntrackSocket.GET, ConntrackSocket.ALL, family, FlowFilter.of(end, host));
            boolean last = false;
            while (!last) {
                last = FlowMessages.read(asking.answer(), flow -> {
                    if (flow.has(end, addresses, transports)) {
                        forgotten[0] += forget(orders, flow) ? 1 : 0;
                    }
                });
            }
        }
        return forgotten[0];
    }

    private static boolean forget(ConntrackSocket orders, FlowMessage flow) throws LinuxException {
        try {
            orders.say(ConntrackSocket.DELETE, ConntrackSocket.ORDER, flow.family(), flow.name());
            FlowMessages.read(orders.answer(), _ -> {});
            return true;
        } catch (LinuxException e) {
            if (e.errno() != Errno.ENOENT) {
                throw e;
            }
            // It has ended by itself.
            return false;
        }
    }
}
