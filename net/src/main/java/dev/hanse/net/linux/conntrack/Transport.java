// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux.conntrack;

/** Of what a flow is. */
public enum Transport {
    /** Streams. */
    TCP(6),
    /** Datagrams. */
    UDP(17);

    /** As in the header of IP. */
    final int number;

    Transport(int number) {
        this.number = number;
    }
}
