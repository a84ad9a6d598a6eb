// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/** Real processes on hosts as people have them: mounts that forbid things, packet filters of other programs, IPv6 alone. */
@NullMarked
package dev.hanse.e2e.linux;

import org.jspecify.annotations.NullMarked;
