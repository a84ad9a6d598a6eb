// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * {@code hanse node}: the process on each node of a cluster that routes to the other clusters over the healthy gateways of its own, and keeps the source address of what it routes. This package is its
 * face and puts it together.
 */
@NullMarked
package dev.hanse.node;

import org.jspecify.annotations.NullMarked;
