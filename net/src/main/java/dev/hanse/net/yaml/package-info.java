// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Strict reading of YAML files that people write: each value is asked for by name and type, what nobody asked for is an error, and every error names
 * its place. Safe against hostile content: bounded in size, depth and aliases, and without any type but text, numbers, flags, lists and mappings.
 * Values are confined to the thread that reads them. Imports only the JDK and snakeyaml-engine.
 */
@NullMarked
package dev.hanse.net.yaml;

import org.jspecify.annotations.NullMarked;
