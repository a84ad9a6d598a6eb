// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.route;

import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the host's network devices say. Reads the system each time. */
public final class HostInterfaces {

    /** Outer headers of a frame over IPv4: 20 for IP, 8 for UDP, 32 for the frame. */
    static final int OVERHEAD_V4 = 60;

    /** The same over IPv6. */
    static final int OVERHEAD_V6 = 80;

    private static final int ETHERNET_MTU = 1500;

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
     * Largest inner MTU for an endpoint: the MTU of the device with the listen address, or the least of the devices with the default routes where it
     * listens on all, less the outer headers.
     *
     * @param low smallest result
     * @param high largest result
     */
    public int innerMtu(InetSocketAddress listen, int low, int high) {
        InetAddress address = listen.getAddress();
        boolean v6 = address instanceof Inet6Address;
        int outer = (address.isAnyLocalAddress() ? defaultRouteDevices(v6) : deviceWith(address).stream())
                .mapToInt(HostInterfaces::mtu)
                .min()
                .orElse(ETHERNET_MTU);
        return Math.clamp(outer - (v6 ? OVERHEAD_V6 : OVERHEAD_V4), low, high);
    }

    private static Optional<NetworkInterface> deviceWith(InetAddress address) {
        try {
            return Optional.ofNullable(NetworkInterface.getByInetAddress(address));
        } catch (SocketException e) {
            return Optional.empty();
        }
    }

    private static Stream<NetworkInterface> defaultRouteDevices(boolean v6) {
        return Stream.concat(
                        DefaultRoutes.devices(false).stream(),
                        v6 ? DefaultRoutes.devices(true).stream() : Stream.empty())
                .flatMap(HostInterfaces::named);
    }

    private static Stream<NetworkInterface> named(String device) {
        try {
            return Stream.ofNullable(NetworkInterface.getByName(device));
        } catch (SocketException _) {
            return Stream.empty();
        }
    }

    private static int mtu(NetworkInterface device) {
        try {
            return device.getMTU();
        } catch (SocketException e) {
            return ETHERNET_MTU;
        }
    }
}
