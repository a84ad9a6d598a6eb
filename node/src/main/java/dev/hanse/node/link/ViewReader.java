// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.link;

import dev.hanse.net.address.ForbiddenAddresses;
import dev.hanse.net.address.HostPort;
import dev.hanse.net.address.IpLiteral;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.address.RoutablePrefixes;
import dev.hanse.net.text.VisibleText;
import dev.hanse.node.routes.GatewayView;
import dev.hanse.node.routes.VxlanEnd;
import dev.hanse.proto.v1.NodeView;
import dev.hanse.proto.v1.Reach;
import dev.hanse.proto.v1.RemoteCluster;
import dev.hanse.proto.v1.Vxlan;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Function;

/** A message of a gateway as a value of ours, with its limits. Stateless. */
final class ViewReader {

    private static final int MAX_CLUSTERS = 1_024;
    private static final int MAX_HOPS = 16;
    private static final int MAX_DNS = 32;
    private static final int MAX_NAME = 128;

    /** The longest address of IPv6 in brackets, with a port; errors repeat the text. */
    private static final int MAX_ADDRESS = 53;

    private static final int MAX_PORT = 65_535;
    private static final int MAX_VNI = 0xff_ff_ff;
    private static final int MAX_REFUSAL = 512;

    private ViewReader() {}

    /**
     * A view of a gateway.
     *
     * @param called where it was called
     * @throws IllegalArgumentException with the value and the expectation
     */
    static GatewayView read(NodeView view, InetAddress called) {
        GatewayView read = read(view);
        return view.hasVxlan() ? read.with(vxlan(view.getVxlan(), called)) : read;
    }

    private static GatewayView read(NodeView view) {
        requireAtMost("remote clusters", view.getRemoteClustersCount(), MAX_CLUSTERS);
        return new GatewayView(
                name(view.getCluster()),
                name(view.getGateway()),
                view.getKnown(),
                !view.getFromState(),
                prefixes(view.getPodPrefixesList()),
                prefixes(view.getServicePrefixesList()),
                each("next hops", MAX_HOPS, view.getNextHopsList(), IpLiteral::parse),
                dns(view.getDnsAddressesList()),
                view.getLeaving(),
                view.getRemoteClustersList().stream().map(ViewReader::remote).toList());
    }

    private static VxlanEnd vxlan(Vxlan vxlan, InetAddress called) {
        String refused = VisibleText.head(VisibleText.of(vxlan.getRefused()), MAX_REFUSAL);
        if (!refused.isEmpty()) {
            return VxlanEnd.refused(called, refused);
        }
        if (vxlan.getPort() < 1 || vxlan.getPort() > MAX_PORT || vxlan.getVni() < 0 || vxlan.getVni() > MAX_VNI) {
            throw new IllegalArgumentException("vxlan: port " + vxlan.getPort() + ", vni " + vxlan.getVni()
                    + " (expected: 1 to " + MAX_PORT + ", 0 to " + MAX_VNI + ")");
        }
        return new VxlanEnd(called, vxlan.getPort(), vxlan.getVni(), "");
    }

    private static GatewayView.Remote remote(RemoteCluster remote) {
        List<IpPrefix> prefixes = prefixes(remote.getPrefixesList());
        // No default route, nothing of this host's own, whoever says so.
        RoutablePrefixes.requireAll(prefixes);
        return new GatewayView.Remote(
                name(remote.getCluster()), prefixes, reach(remote.getReach()), remote.getInnerMtu());
    }

    /** Those that one host alone has: what is sent to them may be led elsewhere. */
    private static List<InetSocketAddress> dns(List<String> texts) {
        return each("addresses of DNS", MAX_DNS, texts, ViewReader::place).stream()
                .filter(each -> ForbiddenAddresses.isHost(each.getAddress()))
                .toList();
    }

    private static InetSocketAddress place(String text) {
        HostPort place = HostPort.parse(text);
        return new InetSocketAddress(IpLiteral.parse(place.host()), place.port().orElseThrow());
    }

    private static GatewayView.Reach reach(Reach reach) {
        return switch (reach) {
            case REACH_UP -> GatewayView.Reach.UP;
            case REACH_AVOID -> GatewayView.Reach.AVOID;
            case REACH_DOWN, REACH_UNSPECIFIED, UNRECOGNIZED -> GatewayView.Reach.DOWN;
        };
    }

    private static List<IpPrefix> prefixes(List<String> texts) {
        return each("prefixes", RoutablePrefixes.MAX, texts, IpPrefix::parse);
    }

    private static <T> List<T> each(String what, int most, List<String> texts, Function<String, T> parser) {
        requireAtMost(what, texts.size(), most);
        texts.stream().filter(each -> each.length() > MAX_ADDRESS).findFirst().ifPresent(each -> {
            throw new IllegalArgumentException(
                    what + ": one of " + each.length() + " characters (expected: at most " + MAX_ADDRESS + ")");
        });
        return texts.stream().map(parser).toList();
    }

    private static void requireAtMost(String what, int count, int most) {
        if (count > most) {
            throw new IllegalArgumentException(what + ": " + count + " (expected: at most " + most + ")");
        }
    }

    private static String name(String text) {
        if (text.isEmpty() || text.length() > MAX_NAME) {
            throw new IllegalArgumentException(
                    "name: " + text.length() + " characters (expected: 1 to " + MAX_NAME + ")");
        }
        return VisibleText.of(text);
    }
}
