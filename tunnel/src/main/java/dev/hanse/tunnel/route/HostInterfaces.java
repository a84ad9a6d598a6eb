// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.route;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the host's network devices say. Reads the system each time. */
public final class HostInterfaces {

    /** Outer headers of a frame over IPv4: 20 for IP, 8 for UDP, 32 for the frame. */
    static final int OVERHEAD_V4 = 60;

    /** The same over IPv6. */
    static final int OVERHEAD_V6 = 80;

    private static final int ETHERNET_MTU = 1500;
    private static final Path ROUTES = Path.of("/proc/net/route");

    /** Reads when asked. */
    public HostInterfaces() {}

    /** All addresses of the host, without the zone that Java appends to those of IPv6. */
    public List<InetAddress> addresses() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .map(HostInterfaces::withoutZone)
                    .toList();
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InetAddress withoutZone(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Largest inner MTU for an endpoint: the MTU of the device with the listen address, or of the device with the default route where it listens on
     * all, less the outer headers.
     *
     * @param low smallest result
     * @param high largest result
     */
    public int innerMtu(InetSocketAddress listen, int low, int high) {
        InetAddress address = listen.getAddress();
        int outer = (address.isAnyLocalAddress() ? defaultRouteDevice() : deviceWith(address))
                .map(HostInterfaces::mtu)
                .orElse(ETHERNET_MTU);
        return Math.clamp(outer - (address instanceof Inet6Address ? OVERHEAD_V6 : OVERHEAD_V4), low, high);
    }

    private static Optional<NetworkInterface> deviceWith(InetAddress address) {
        try {
            return Optional.ofNullable(NetworkInterface.getByInetAddress(address));
        } catch (SocketException e) {
            return Optional.empty();
        }
    }

    /** Lines are device, destination, gateway and more, in hexadecimal (proc_net_route). */
    private static Optional<NetworkInterface> defaultRouteDevice() {
        try {
            for (String line : Files.readAllLines(ROUTES)) {
                String[] fields = line.split("\\s+");
                if (fields.length > 1 && fields[1].equals("00000000")) {
                    return Optional.ofNullable(NetworkInterface.getByName(fields[0]));
                }
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static int mtu(NetworkInterface device) {
        try {
            return device.getMTU();
        } catch (SocketException e) {
            return ETHERNET_MTU;
        }
    }
}
