// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel;

/**
 * How much may wait at the edges; what the kernel granted for sockets is in {@link WorkerStatus}.
 *
 * @param wantedTunPackets packets in the TUN device per queue, as configured
 * @param tunPackets as granted
 * @param wantedSocketOctets octets in each socket buffer, as configured
 */
public record QueueStatus(int wantedTunPackets, int tunPackets, int wantedSocketOctets) {}
