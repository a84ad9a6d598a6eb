// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The two long-running roles as processes: start, wait for a signal, leave cleanly, and a heap that stays small. Runs on the main thread, the JVM's notification thread and, at the end, on one shutdown hook; may
 * import the faces of the roles, {@code cli.config} and {@code cli.output}.
 */
@NullMarked
package dev.hanse.cli.role;

import org.jspecify.annotations.NullMarked;
