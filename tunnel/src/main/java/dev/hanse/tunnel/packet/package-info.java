// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Octets of IP packets: header fields, checksums, the virtio-net header, segmentation and coalescing. Pure functions and
 * single-threaded state over heap arrays; no allocation per packet. Imports only the JDK.
 */
@NullMarked
package dev.hanse.tunnel.packet;

import org.jspecify.annotations.NullMarked;
