// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What users see, recorded: each test runs Hanse through its outermost surfaces (command line, YAML files, HTTP, gRPC) and compares with the files under
 * {@code src/test/resources/golden}, byte for byte. {@code -Dhanse.golden=write} records instead; docs/testing.md says when. Runs on test threads; may
 * import everything that a user or another program can reach, and no inner class of a role.
 */
@NullMarked
package dev.hanse.cli.golden;

import org.jspecify.annotations.NullMarked;
