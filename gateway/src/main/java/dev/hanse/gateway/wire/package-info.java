// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Between generated messages and the model, in both directions, with the checks that nobody outside may bypass; and
 * what a failed call means. Pure, any thread. Imports {@code proto}, the models of {@code discovery} and {@code
 * tunnel}, and {@code discovery.contract}, which maps the former.
 */
@NullMarked
package dev.hanse.gateway.wire;

import org.jspecify.annotations.NullMarked;
