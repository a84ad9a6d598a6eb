// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux.rtnetlink;

import dev.hanse.net.linux.Errno;
import dev.hanse.net.linux.LinuxException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * VXLAN devices of which each packet says where it goes, in the network namespace of whoever asks: one serves all ways and both families. What comes in is decapsulated whoever sent it; who makes one keeps others
 * out. Each call is some questions and orders to the kernel. Stateless.
 */
public final class VxlanLinks {

    /** Usual name of the one that gateways and nodes make. */
    public static final String NAME = "hanse-vxlan";

    /** Octets around a packet over IPv4: those of IPv4, UDP and VXLAN. */
    public static final int OVERHEAD4 = 36;

    /** Octets around a packet over IPv6. */
    public static final int OVERHEAD6 = 56;

    private static final Pattern NAMES = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,14}");

    private VxlanLinks() {}

    /**
     * Checks a name.
     *
     * @param key whose value it is
     */
    public static void requireName(String key, String name) {
        if (!NAMES.matcher(name).matches()) {
            throw new IllegalArgumentException(key + ": \"" + name
                    + "\" (expected: 1 to 15 letters, digits, dots, underscores or hyphens, a letter or digit first)");
        }
    }

    /**
     * All links.
     *
     * @throws LinuxException if the kernel does not say
     */
    public static List<VxlanLink> all() throws LinuxException {
        return WholeAnswer.of(() -> told(RouteSocket.request(VxlanCodec.GET, MessageReader.LINK)));
    }

    private static List<VxlanLink> told(ByteBuffer question) throws LinuxException {
        List<VxlanLink> told = new ArrayList<>();
        RouteSocket.ask(question, (type, body) -> {
            if (type == VxlanCodec.NEW) {
                VxlanCodec.read(body).ifPresent(told::add);
            }
        });
        return told;
    }

    /**
     * The link of a name, whatever it is. Costs the same on a host with hundreds of links.
     *
     * @throws LinuxException if the kernel does not say
     */
    public static Optional<VxlanLink> find(String name) throws LinuxException {
        try {
            // The kernel knows links by their alternative names, too.
            return told(VxlanCodec.find(name)).stream()
                    .filter(link -> link.name().equals(name))
                    .findFirst();
        } catch (LinuxException e) {
            if (e.errno() == Errno.ENODEV) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Makes a device and sets it up.
     *
     * @param port UDP port
     * @param mtu longest packet that goes in, octets
     * @throws LinuxException if the kernel refuses, and no device is left; of {@link Errno#EADDRINUSE} or {@link Errno#EEXIST}: somebody else has the port or the name
     */
    public static VxlanLink make(String name, int port, int mtu) throws LinuxException {
        order(VxlanCodec.make(name, port, mtu));
        int index = find(name).map(VxlanLink::index).orElse(0);
        try {
            order(VxlanCodec.up(index));
        } catch (LinuxException e) {
            order(VxlanCodec.delete(index));
            throw e;
        }
        return new VxlanLink(index, name, true, port, mtu, true);
    }

    /**
     * Gives it an address of its own: who receives by it needs one where the kernel looks at the way back (rp_filter).
     *
     * @throws LinuxException if the kernel refuses
     */
    public static void address(VxlanLink link) throws LinuxException {
        try {
            order(VxlanCodec.address(link.index()));
        } catch (LinuxException e) {
            if (e.errno() != Errno.EEXIST) {
                throw e;
            }
        }
    }

    /**
     * Changes its MTU.
     *
     * @throws LinuxException if the kernel refuses
     */
    public static void mtu(VxlanLink link, int mtu) throws LinuxException {
        order(VxlanCodec.mtu(link.index(), mtu));
    }

    /**
     * Deletes it, and with it the routes that lead through it.
     *
     * @throws LinuxException if the kernel refuses
     */
    public static void delete(VxlanLink link) throws LinuxException {
        order(VxlanCodec.delete(link.index()));
    }

    private static void order(ByteBuffer order) throws LinuxException {
        RouteSocket.ask(order, (_, _) -> {});
    }
}
