// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.peers;

import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.model.GatewayTunnel;
import dev.hanse.net.address.HostPort;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Decides whether a gateway may say that it is reached at an address: all others send handshakes there, so that who names
 * another's address has them sent to that one. Two gateways behind one translated address have two ports of it. Where
 * two claim the same one, the stream of a gateway that comes from there proves more than who came first.
 *
 * <p>Owned by the control loop.
 */
public final class TunnelClaims {

    private final Members members;
    private final Supplier<? extends Collection<InetAddress>> controlPlane;

    TunnelClaims(Members members, Supplier<? extends Collection<InetAddress>> controlPlane) {
        this.members = members;
        this.controlPlane = controlPlane;
    }

    /** What a claim comes to. */
    public sealed interface Outcome {

        /** Nobody loses anything. */
        record Free() implements Outcome {}

        /**
         * These gateways of other clusters claimed it without coming from there.
         *
         * @param holders one at least
         */
        record Displaces(List<GatewayId> holders) implements Outcome {
            /** Copies the list. */
            public Displaces {
                holders = List.copyOf(holders);
            }
        }

        /**
         * It is another's.
         *
         * @param why for a person
         */
        record Refused(String why) implements Outcome {}
    }

    /**
     * A gateway says how it is reached.
     *
     * @param source where its stream comes from; empty: unknown
     * @param sources where the streams of others come from; empty: not connected
     */
    public Outcome claim(
            GatewayId gateway,
            GatewayTunnel tunnel,
            Optional<InetAddress> source,
            Function<GatewayId, Optional<InetAddress>> sources) {
        List<GatewayId> displaced = new ArrayList<>();
        for (InetSocketAddress address : tunnel.socketAddresses()) {
            if (isControlPlanes(address.getAddress(), source)) {
                return new Outcome.Refused("tunnel address " + HostPort.format(address)
                        + " is the control plane's, and the gateway does not connect from there");
            }
            for (GatewayId holder : holders(gateway, address)) {
                if (isFrom(address, sources.apply(holder)) || !isFrom(address, source)) {
                    return new Outcome.Refused("tunnel address " + HostPort.format(address) + " is in use by gateway "
                            + holder + " of another cluster");
                }
                displaced.add(holder);
            }
        }
        return displaced.isEmpty() ? new Outcome.Free() : new Outcome.Displaces(displaced);
    }

    /** A gateway may run on the control plane's own host, or behind its translated address: then it comes from inside. */
    private boolean isControlPlanes(InetAddress address, Optional<InetAddress> source) {
        return controlPlane.get().contains(address)
                && source.filter(from -> from.equals(address)
                                || from.isLoopbackAddress()
                                || from.isSiteLocalAddress() && !address.isSiteLocalAddress())
                        .isEmpty();
    }

    private List<GatewayId> holders(GatewayId gateway, InetSocketAddress address) {
        return members.gateways().stream()
                .filter(other -> !other.id().cluster().equals(gateway.cluster()))
                .filter(other -> other.tunnel()
                        .filter(each -> each.socketAddresses().contains(address))
                        .isPresent())
                .map(GatewayMember::id)
                .toList();
    }

    private static boolean isFrom(InetSocketAddress address, Optional<InetAddress> source) {
        return source.equals(Optional.of(address.getAddress()));
    }
}
