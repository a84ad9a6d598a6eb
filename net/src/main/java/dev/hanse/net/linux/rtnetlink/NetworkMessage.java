// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux.rtnetlink;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** One thing that the kernel says of its network. */
public sealed interface NetworkMessage {

    /**
     * A link is like this now.
     *
     * @param index of it, which no other link has
     * @param name of at most 15 octets
     * @param up whether it was set up; its carrier may be missing
     * @param gone whether it was deleted
     */
    record Link(int index, String name, boolean up, boolean gone) implements NetworkMessage {}

    /**
     * A route.
     *
     * @param destination the address that its prefix begins with
     * @param bits of the prefix; 0: the default route
     * @param protocol who made it, as iproute2's rt_protos numbers it
     * @param device index of the link that it leads through; 0: none, or several; of one that is unreachable any
     * @param metric of several for one destination the least counts; 32 bits
     * @param mtu longest packet that it takes, octets; 0: that of its link
     * @param unreachable whether it leads nowhere, and says so to senders
     * @param gone whether it was deleted
     * @param hops where it leads; of one that is unreachable none
     */
    record Route(
            InetAddress destination,
            int bits,
            int protocol,
            int device,
            long metric,
            int mtu,
            boolean unreachable,
            boolean gone,
            List<Hop> hops)
            implements NetworkMessage {

        /** Copies the hops. */
        public Route {
            hops = List.copyOf(hops);
        }

        /** One that leads to a link, or nowhere. */
        public Route(
                InetAddress destination,
                int bits,
                int protocol,
                int device,
                long metric,
                int mtu,
                boolean unreachable,
                boolean gone) {
            this(
                    destination,
                    bits,
                    protocol,
                    device,
                    metric,
                    mtu,
                    unreachable,
                    gone,
                    device == 0 || unreachable ? List.of() : List.of(new Hop(Optional.empty(), device)));
        }
    }

    /**
     * Where a route leads, one of several ways.
     *
     * @param gateway the neighbour; empty: the destination itself is on the link
     * @param device index of the link
     * @param weight of several ways, how many parts of the flows take this one, 1 to 256
     * @param into what packets are put into; empty: they leave as they are
     */
    record Hop(Optional<InetAddress> gateway, int device, int weight, Optional<Encapsulation> into) {

        /** One that packets take as they are. */
        public Hop(Optional<InetAddress> gateway, int device, int weight) {
            this(gateway, device, weight, Optional.empty());
        }

        /** One of equals, or the only one. */
        public Hop(Optional<InetAddress> gateway, int device) {
            this(gateway, device, 1);
        }

        /** The same of another weight. */
        public Hop of(int parts) {
            return new Hop(gateway, device, parts, into);
        }
    }

    /** An address of the host was added or deleted; routes that named it as their source go with it, of which the kernel says nothing. */
    record Address() implements NetworkMessage {}

    /** A rule of policy routing was added or deleted. */
    record Rule() implements NetworkMessage {}

    /** More was said than there was room for: nothing is known of what changed. */
    record Lost() implements NetworkMessage {}
}
