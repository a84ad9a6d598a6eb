// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The operator verbs. Each asks the control plane, turns the answer into records of this package and prints them. Called on the main thread; may
 * import the generated types, {@code cli.remote} and {@code cli.output}.
 */
@NullMarked
package dev.hanse.cli.operator;

import org.jspecify.annotations.NullMarked;
