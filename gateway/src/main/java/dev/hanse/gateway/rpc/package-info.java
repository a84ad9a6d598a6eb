// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Calls to the control plane: where it is, how a channel to it is opened, and what a failed call means. Pure values and
 * one port, any thread. Imports gRPC and nothing of the gateway.
 */
@NullMarked
package dev.hanse.gateway.rpc;

import org.jspecify.annotations.NullMarked;
