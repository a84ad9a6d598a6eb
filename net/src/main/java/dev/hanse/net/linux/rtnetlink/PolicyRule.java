// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux.rtnetlink;

import java.util.Optional;

/**
 * A rule of policy routing (ip-rule(8)): which packets ask which table.
 *
 * @param v6 whether it is about IPv6
 * @param priority those of less come first; 32 bits
 * @param table that is asked; 32 bits; 0: it does something else
 * @param protocol who made it, as iproute2's rt_protos numbers it
 * @param packets that it is about
 */
public record PolicyRule(boolean v6, long priority, long table, int protocol, Packets packets) {

    /** The table of routes that everybody uses. */
    public static final long MAIN = 254;

    /**
     * Which packets; what is empty or 0 is any.
     *
     * @param from where they come from
     * @param to where they go
     * @param device they came in by; {@code lo}: this host makes them
     * @param carried number of the protocol that they carry
     * @param source ports
     * @param destination ports
     * @param further whether there are conditions beside these
     */
    public record Packets(
            Optional<Network> from,
            Optional<Network> to,
            String device,
            int carried,
            Ports source,
            Ports destination,
            boolean further) {

        /** All packets. */
        public static final Packets ALL =
                new Packets(Optional.empty(), Optional.empty(), "", 0, Ports.ANY, Ports.ANY, false);

        /** That this host makes, with such ports. */
        public static Packets made(int carried, Ports source, Ports destination) {
            return new Packets(Optional.empty(), Optional.empty(), "lo", carried, source, destination, false);
        }

        /** Those of them that come from there. */
        public Packets from(Network place) {
            return new Packets(Optional.of(place), to, device, carried, source, destination, further);
        }

        /** Those of them that go there. */
        public Packets to(Network place) {
            return new Packets(from, Optional.of(place), device, carried, source, destination, further);
        }
    }

    /**
     * Ports, both ends among them; 0 and 0: any.
     *
     * @param first 0 to 65535
     * @param last the same
     */
    public record Ports(int first, int last) {

        /** All. */
        public static final Ports ANY = new Ports(0, 0);

        /** One. */
        public static Ports of(int port) {
            return new Ports(port, port);
        }
    }

    /** The same in another place. */
    public PolicyRule at(long other) {
        return new PolicyRule(v6, other, table, protocol, packets);
    }
}
