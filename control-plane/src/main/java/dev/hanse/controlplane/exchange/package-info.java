// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The server's end of the exchange stream ({@code docs/protocol/federation.md}), one part for each job and direction. A
 * stream is read by gRPC's callbacks and written by one virtual thread; what it learns and tells lies in {@code exports},
 * {@code peers} and {@code views}, reached through the control loop only. Imports these, {@code identity}, {@code rpc},
 * the changes of {@code store}, the messages, and of {@code membership} the port by which it ends streams.
 */
@NullMarked
package dev.hanse.controlplane.exchange;

import org.jspecify.annotations.NullMarked;
