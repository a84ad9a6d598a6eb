// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Which routes a node has: what all gateways say becomes one wish, the wish and what the kernel has become a list of changes, and that list is carried out whenever either differs. What decides is pure;
 * what touches the kernel has one thread. Imports {@code net}.
 */
@NullMarked
package dev.hanse.node.routes;

import org.jspecify.annotations.NullMarked;
