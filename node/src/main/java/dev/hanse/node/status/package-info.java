// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/** Health, readiness, metrics and status of a node over HTTP, on the JDK's server, which takes least memory. Imports {@code link}, {@code names}, {@code routes} and Jackson. */
@NullMarked
package dev.hanse.node.status;

import org.jspecify.annotations.NullMarked;
