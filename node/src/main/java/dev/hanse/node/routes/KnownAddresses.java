// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.routes;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Set;
import java.util.stream.Collectors;

/** All addresses of this host; those that were known last where the kernel does not say, which it may not while links come and go. One thread. */
final class KnownAddresses {

    private final Kernel kernel;
    private Set<InetAddress> last = Set.of();

    /** Who says them. */
    interface Kernel {
        Set<InetAddress> addresses() throws SocketException;
    }

    KnownAddresses(Kernel kernel) {
        this.kernel = kernel;
    }

    static KnownAddresses ofHost() {
        // An IPv6 address equals that with an interface behind it, as in fd00::1%eth0.
        return new KnownAddresses(() -> NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .collect(Collectors.toUnmodifiableSet()));
    }

    Set<InetAddress> now() {
        try {
            last = kernel.addresses();
        } catch (SocketException _) {
            // The last ones stay.
        }
        return last;
    }
}
