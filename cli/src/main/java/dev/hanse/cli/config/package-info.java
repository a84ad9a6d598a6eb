// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Reads the configuration files of the two roles, strictly: unknown keys stop the start, and every error names its place. Called on the main thread; may
 * import the configuration records of the roles, {@code net.yaml}, {@code net.address} and {@code cli.output}.
 */
@NullMarked
package dev.hanse.cli.config;

import org.jspecify.annotations.NullMarked;
