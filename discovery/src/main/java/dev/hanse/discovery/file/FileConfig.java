// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.file;

import java.nio.file.Path;

/**
 * Where exports are read from a file.
 *
 * @param path key {@code sources.file.path}: watched; may be missing until later
 */
public record FileConfig(Path path) {}
