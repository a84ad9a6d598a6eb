// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/** {@code hanse node} on nodes behind the gateways of a cluster: plain hosts with pods, as real processes. */
@NullMarked
package dev.hanse.e2e.nodes;

import org.jspecify.annotations.NullMarked;
