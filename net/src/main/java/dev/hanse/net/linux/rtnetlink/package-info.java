// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/** What the kernel says of links, addresses and routes of a network namespace (rtnetlink(7)). Imports {@code net.linux}. */
@NullMarked
package dev.hanse.net.linux.rtnetlink;

import org.jspecify.annotations.NullMarked;
