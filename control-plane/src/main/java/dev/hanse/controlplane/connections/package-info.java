// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Connections to the gRPC server before there is a call: how many there may be, whose, how long and how much they may send
 * without a certificate. Thread-safe: called on the event loops of Netty. Imports {@code audit}, {@code identity} and
 * {@code rpc}.
 */
@NullMarked
package dev.hanse.controlplane.connections;

import org.jspecify.annotations.NullMarked;
