// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/** Two gateways at both ends, and what connections notice of the end of one. */
@NullMarked
package dev.hanse.e2e.failover;

import org.jspecify.annotations.NullMarked;
