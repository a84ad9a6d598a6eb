// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Between generated messages and the model, in both directions, with the checks that nobody outside may bypass. Pure,
 * any thread. Imports {@code proto}, the model of {@code discovery} and {@code discovery.contract}, which maps it.
 */
@NullMarked
package dev.hanse.gateway.wire;

import org.jspecify.annotations.NullMarked;
