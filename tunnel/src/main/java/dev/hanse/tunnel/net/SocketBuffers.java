// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.net;

import java.util.Optional;

/**
 * What a UDP socket may hold in each direction.
 *
 * @param receive octets of datagrams that were not read yet
 * @param send octets of datagrams that the device has not taken yet
 */
public record SocketBuffers(int receive, int send) {

    /**
     * What is missing, and what to do; empty: nothing.
     *
     * @param wanted octets in each direction
     */
    public Optional<String> shortfall(int wanted) {
        if (receive >= wanted && send >= wanted) {
            return Optional.empty();
        }
        return Optional.of("the kernel grants a receive buffer of " + receive + " and a send buffer of " + send
                + " octets (expected: socket-buffer-octets, " + wanted
                + " each; bursts are lost beyond it); raise them with \"sysctl -w net.core.rmem_max=" + wanted
                + " net.core.wmem_max=" + wanted
                + "\", run the gateway with CAP_NET_ADMIN of the host, or ask for less");
    }
}
