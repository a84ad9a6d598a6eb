// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.forward;

import dev.hanse.net.address.HostPort;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What makes systemd-resolved ask the gateways about the zone and about nothing else. It keeps servers apart by link only, and reaches those of a
 * link through that link, until systemd 258 has delegates. So the gateways get addresses of this host on a link of its own, and the kernel
 * translates them; servers that have an address of this host are not tied to the link.
 */
final class ResolvedUnit {

    private static final String DEVICE = "hanse-dns";

    /** Of IPv4 link-local addresses (RFC 3927); nobody else sees it. */
    private static final String IPV4 = "169.254.53.";

    /** Of unique local addresses (RFC 4193): "hanse" in its octets. */
    private static final String IPV6 = "fd68:616e:7365::";

    private ResolvedUnit() {}

    /** An address of this host that stands for a gateway. */
    private record StandIn(String address, InetSocketAddress gateway) {

        private boolean isIpv4() {
            return gateway.getAddress() instanceof Inet4Address;
        }

        private String family() {
            return isIpv4() ? "ip" : "ip6";
        }

        private String link() {
            return "ExecStart=ip address add " + address + (isIpv4() ? "/32 scope link" : "/128 nodad") + " dev "
                    + DEVICE;
        }

        private String there() {
            return "ExecStart=nft \"add rule inet " + DEVICE + " there " + family() + " daddr " + address
                    + " meta l4proto { tcp, udp } th dport 53 dnat " + family() + " to " + HostPort.format(gateway)
                    + "\"";
        }

        private String back() {
            return "ExecStart=nft \"add rule inet " + DEVICE + " back " + family() + " saddr " + address
                    + " masquerade\"";
        }
    }

    static String text(String zone, List<InetSocketAddress> gateways) {
        List<StandIn> standIns = new ArrayList<>();
        for (InetSocketAddress gateway : gateways) {
            String prefix = gateway.getAddress() instanceof Inet4Address ? IPV4 : IPV6;
            standIns.add(new StandIn(prefix + (standIns.size() + 1), gateway));
        }
        return """
                # /etc/systemd/system/%1$s.service, then: systemctl daemon-reload; systemctl enable --now %1$s
                # Needs nftables. systemd-resolved asks servers of a link through that link, and those without a link about every name:
                # so the gateways get addresses on a link of their own, which the kernel translates.
                # From systemd 258 on this is enough instead, in /etc/systemd/dns-delegate.d/%2$s.dns-delegate:
                #     [Delegate]
                #     DNS=%3$s
                #     Domains=~%2$s
                [Unit]
                Description=Names of %2$s from the gateways of Hanse
                Wants=systemd-resolved.service
                After=systemd-resolved.service nftables.service

                [Service]
                Type=oneshot
                RemainAfterExit=yes
                ExecStart=ip link add %1$s type veth peer name %1$s-end
                %4$s
                ExecStart=ip link set %1$s-end up
                ExecStart=ip link set %1$s up
                ExecStart=nft "add table inet %1$s"
                ExecStart=nft "add chain inet %1$s there { type nat hook output priority -100; }"
                ExecStart=nft "add chain inet %1$s back { type nat hook postrouting priority 100; }"
                %5$s
                %6$s
                ExecStart=resolvectl dns %1$s %7$s
                ExecStart=resolvectl domain %1$s "~%2$s"
                ExecStart=resolvectl default-route %1$s no
                ExecStart=resolvectl dnssec %1$s no
                ExecStart=resolvectl dnsovertls %1$s no
                ExecStart=resolvectl llmnr %1$s no
                ExecStart=resolvectl mdns %1$s no
                ExecStopPost=-nft "delete table inet %1$s"
                ExecStopPost=-ip link delete %1$s

                [Install]
                WantedBy=multi-user.target
                """.formatted(
                        DEVICE,
                        zone,
                        gateways.stream().map(HostPort::format).collect(Collectors.joining(" ")),
                        standIns.stream().map(StandIn::link).collect(Collectors.joining("\n")),
                        standIns.stream().map(StandIn::there).collect(Collectors.joining("\n")),
                        standIns.stream().map(StandIn::back).collect(Collectors.joining("\n")),
                        standIns.stream().map(StandIn::address).collect(Collectors.joining(" ")));
    }
}
