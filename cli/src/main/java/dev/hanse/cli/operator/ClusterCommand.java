// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.operator;

import picocli.CommandLine.Command;

/** {@code hanse cluster}. */
@Command(name = "cluster", description = "Looks at the members of the cluster set, and ends a membership.")
public final class ClusterCommand {}
