// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What a verb prints: tables for people, JSON for programs, one line for a failure. No threads of its own; knows no other package of Hanse.
 */
@NullMarked
package dev.hanse.cli.output;

import org.jspecify.annotations.NullMarked;
