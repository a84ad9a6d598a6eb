// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.operator;

import picocli.CommandLine.Command;

/** {@code hanse token}. */
@Command(name = "token", description = "Makes join tokens.")
public final class TokenCommand {}
