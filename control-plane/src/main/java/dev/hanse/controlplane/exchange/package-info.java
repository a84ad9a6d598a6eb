// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The server's end of the exchange stream ({@code docs/protocol/federation.md}). Each stream is read by gRPC's
 * callbacks and written by one virtual thread; what it learns and tells lies in {@code exports} and {@code views}, reached through the
 * control loop only.
 */
@NullMarked
package dev.hanse.controlplane.exchange;

import org.jspecify.annotations.NullMarked;
