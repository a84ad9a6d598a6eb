// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code hanse} itself. */
@Command(
        name = "hanse",
        description = "Joins clusters into one cluster set: one name, one address, in all of them.",
        synopsisSubcommandLabel = "VERB",
        footer = {"", "'hanse VERB --help' explains a verb. Operator verbs ask the control plane at --server."})
final class HanseCommand {

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show the stack trace of a failure.")
    private boolean debug;

    boolean isDebug() {
        return debug;
    }
}
