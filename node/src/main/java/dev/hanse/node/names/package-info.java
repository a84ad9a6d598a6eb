// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Has another gateway answer DNS servers on this node where one is silent or stops: a table of nftables of our own, and what the kernel tracks. Blocking, on a thread of its own. Imports {@code routes}, the gateway's
 * {@code checks} and {@code tables}, and {@code net}.
 */
@NullMarked
package dev.hanse.node.names;

import org.jspecify.annotations.NullMarked;
