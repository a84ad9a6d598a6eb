// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel;

import dev.hanse.tunnel.net.SocketBuffers;
import dev.hanse.tunnel.path.Traffic;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One data worker at one moment.
 *
 * @param traffic all that it counted since the start
 * @param cpu the processor that it is pinned to; empty: to none
 * @param buffers what the kernel granted for its socket; empty: the portable edge cannot tell
 */
public record WorkerStatus(Traffic traffic, OptionalInt cpu, Optional<SocketBuffers> buffers) {}
