// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.transit;

import dev.hanse.net.linux.rtnetlink.RouteSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ways of this host's kernel: asked for when it says that routes, links or addresses have changed. Costs one system call while nothing happens. One thread, which blocks. */
final class KernelWays implements CurrentWays {

    private static final Logger LOG = LoggerFactory.getLogger(KernelWays.class);

    private final Ways ways;
    private final RouteSocket news;
    private boolean asked;
    private Optional<Set<String>> known = Optional.empty();

    /** @throws IOException if the kernel does not say what changes */
    KernelWays(Ways ways) throws IOException {
        this.ways = ways;
        this.news = RouteSocket.ofNews();
    }

    /** Those that were known last where the kernel does not answer; it is asked again the next time. */
    @Override
    public Optional<Set<String>> now() {
        if (!news.news().isEmpty() || !asked) {
            // Also where it throws otherwise: what was said is not said again.
            asked = false;
            try {
                known = Optional.of(ways.of(RouteSocket.mainTable(), RouteSocket.links(), own()));
                asked = true;
            } catch (IOException e) {
                LOG.debug("transit: routes cannot be read", e);
            }
        }
        return known;
    }

    private static Set<InetAddress> own() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .collect(Collectors.toSet());
    }

    @Override
    public void close() {
        news.close();
    }
}
