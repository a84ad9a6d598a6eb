// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/** Connections that the kernel's packet filter tracks in a network namespace (nf_conntrack, by netlink(7)). Imports {@code net.linux}. */
@NullMarked
package dev.hanse.net.linux.conntrack;

import org.jspecify.annotations.NullMarked;
