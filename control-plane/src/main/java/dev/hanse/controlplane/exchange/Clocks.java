// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import dev.hanse.net.time.NanoClock;
import java.time.InstantSource;

/**
 * The clocks of the exchange.
 *
 * @param wall for people
 * @param nano for intervals
 */
record Clocks(InstantSource wall, NanoClock nano) {}
