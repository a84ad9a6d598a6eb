// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.names;

import java.net.InetSocketAddress;
import java.util.Set;

/**
 * How it stands with a gateway's DNS.
 *
 * @param addresses where it answers, as it said last; empty: it has not said it
 */
public record GatewayDns(State state, Set<InetSocketAddress> addresses) {

    /** Copies the set. */
    public GatewayDns {
        addresses = Set.copyOf(addresses);
    }

    /** Whether it answers. */
    public enum State {
        /** It is heard, and knows the other clusters. */
        ANSWERS,
        /** It was heard, and no longer is, without a word before. */
        SILENT,
        /** It says that it stops, or said so before it ended: it answers for a moment longer, and not until it is back. */
        STOPS,
        /** It has not been heard yet, or does not know the other clusters yet. */
        OTHER
    }
}
