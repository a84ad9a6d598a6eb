/**
 * Octets of IP packets: header fields, checksums, the virtio-net header, segmentation and coalescing. Pure functions and
 * single-threaded state over heap arrays; no allocation per packet. Imports only the JDK.
 */
@NullMarked
package dev.hanse.tunnel.packet;

import org.jspecify.annotations.NullMarked;
