// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The DNS responder as a process of its own, asked by clients that are not ours.
 *
 * <p>Owner thread: the test's. May import: {@code dev.hanse.discovery} in {@link dev.hanse.e2e.dns.ViewServer} only.
 */
@NullMarked
package dev.hanse.e2e.dns;

import org.jspecify.annotations.NullMarked;
