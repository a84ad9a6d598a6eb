// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Packets that wait for their turn on the way out: {@code FairQueue}, an FQ-CoDel queue (RFC 8290). One thread, bounded, no allocation per
 * packet. Imports {@code packet} and the buffer size of {@code tun}.
 */
@NullMarked
package dev.hanse.tunnel.queue;

import org.jspecify.annotations.NullMarked;
