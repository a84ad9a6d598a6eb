// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.nodes;

import java.net.InetAddress;

/** Takes packets in VXLAN of nodes that share no link with this gateway. Thread-safe. */
@FunctionalInterface
public interface RoutedNodes {

    /**
     * Whether packets are taken from a node that asks for it and is known by its certificate; to be asked again and again for as long as it is there. Never waits.
     *
     * @param node where it calls from
     * @param reached where it calls
     */
    Answer admit(InetAddress node, InetAddress reached);

    /** What the node is told. */
    sealed interface Answer {

        /** Nothing: the node has not asked. */
        record Unasked() implements Answer {}

        /** Nothing yet. */
        record Soon() implements Answer {}

        /** Packets are taken from it. */
        record Open(int port, int vni) implements Answer {}

        /** None is, and why, for people. */
        record Refused(String why) implements Answer {}
    }
}
