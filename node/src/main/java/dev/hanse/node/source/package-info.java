// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Keeps the source address of packets between pods of this cluster and of others, behind whoever masquerades: a table of nftables of our own. Blocking, on a thread of its own. Imports
 * {@code routes}, the gateway's {@code checks} and {@code tables}, and {@code net}.
 */
@NullMarked
package dev.hanse.node.source;

import org.jspecify.annotations.NullMarked;
