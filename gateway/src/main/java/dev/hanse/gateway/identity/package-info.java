// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Who this gateway is and whom it trusts: join token, keys, certificate requests, TLS towards the control plane,
 * renewal. Private keys are made here and never leave the process but for their file. Imports the JDK, Bouncy Castle,
 * gRPC, {@code proto}, {@code net.identity} and, of the gateway, {@code rpc}, {@code loop} and {@code storage}. Calls block (virtual
 * threads) but where a class says that it belongs to the control loop.
 */
@NullMarked
package dev.hanse.gateway.identity;

import org.jspecify.annotations.NullMarked;
