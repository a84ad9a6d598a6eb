// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What a host's or cluster's own DNS needs to know of the zone, and the proof that it does. Asks DNS servers and no control plane. Runs on the main thread; may
 * import {@code discovery.dns.forward}, the limits of its zone, and {@code cli.output}.
 */
@NullMarked
package dev.hanse.cli.dns;

import org.jspecify.annotations.NullMarked;
