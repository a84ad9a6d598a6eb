// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.names;

import dev.hanse.net.linux.conntrack.FlowEnd;
import dev.hanse.net.linux.conntrack.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Set;

/** What the kernel tracks; {@link dev.hanse.net.linux.conntrack.TrackedFlows} but in tests. */
@FunctionalInterface
public interface Flows {

    /**
     * Forgets those that have one of the addresses at that end.
     *
     * @return how many it were
     */
    int forget(FlowEnd end, Set<InetSocketAddress> addresses, Set<Transport> transports) throws IOException;
}
