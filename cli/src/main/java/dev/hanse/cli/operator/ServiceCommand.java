// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.operator;

import picocli.CommandLine.Command;

/** {@code hanse service}. */
@Command(name = "service", description = "Looks at the services of the cluster set.")
public final class ServiceCommand {}
