// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/** Verbs around {@code hanse node}: its credentials, and its end on a host. Imports {@code cli.config}, {@code cli.output}, the faces of the role, and Bouncy Castle. */
@NullMarked
package dev.hanse.cli.node;

import org.jspecify.annotations.NullMarked;
