// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Reads the configuration files of the two roles, strictly: unknown keys stop the start, and every error names its place. Each key is described once,
 * for reading, printing and the reference ({@link dev.hanse.cli.config.Keys}). Called on the main thread; may import the configuration records of the
 * roles and of their parts with the types of their components, {@code net.yaml} and {@code cli.output}.
 */
@NullMarked
package dev.hanse.cli.config;

import org.jspecify.annotations.NullMarked;
