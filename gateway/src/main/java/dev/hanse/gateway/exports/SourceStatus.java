// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.exports;

import java.time.Instant;

/**
 * One source at one moment.
 *
 * @param name the source
 * @param read whether it was read since the process started
 * @param staleReason why it cannot be read now; empty: it can
 * @param since when {@code staleReason} last changed
 * @param services how many services its last set exports
 */
public record SourceStatus(String name, boolean read, String staleReason, Instant since, int services) {}
