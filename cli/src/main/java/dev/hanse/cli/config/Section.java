// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.config;

/**
 * A mapping of keys within a configuration file that may be left out.
 *
 * @param name as the file has it
 * @param meaning what it is for, as in {@link Key}
 * @param printedWhenAbsent whether the effective configuration says that there is none
 * @param usual whether the example file has it; else as a comment
 */
record Section(String name, String meaning, boolean printedWhenAbsent, boolean usual) {}
