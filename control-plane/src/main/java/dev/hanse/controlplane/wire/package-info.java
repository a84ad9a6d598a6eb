// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The messages that streams and the store write alike: exported items and tunnel endpoints. All others are mapped at the edge that speaks of them, those of
 * the model by {@code discovery.contract}. Pure functions, for any thread. A message from outside is checked here: what comes out is well-formed and within
 * its limits. Imports {@code model}, the contract and the messages.
 */
@NullMarked
package dev.hanse.controlplane.wire;

import org.jspecify.annotations.NullMarked;
