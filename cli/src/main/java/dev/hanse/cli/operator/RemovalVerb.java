// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.operator;

import dev.hanse.cli.output.CommandFailure;
import dev.hanse.cli.output.Console;
import dev.hanse.cli.output.Printer;
import dev.hanse.cli.remote.Connector;
import dev.hanse.cli.remote.ControlPlaneConnection;
import dev.hanse.proto.v1.ClusterRegistryGrpc;
import dev.hanse.proto.v1.DescribeRemovalRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * What verbs share that end a membership: they say what goes and ask first. With {@code --yes} they ask nobody, also not
 * the control plane.
 */
abstract class RemovalVerb extends OperatorVerb {

    private static final String FORGOTTEN =
            "since when they are exported is forgotten: who exports them again is the youngest in conflicts";

    @Option(names = "--yes", description = "Do it without asking.")
    private boolean yes;

    @Option(names = "--dry-run", description = "Say what would go, and change nothing.")
    private boolean dryRun;

    RemovalVerb(Console console, Connector connector) {
        super(console, connector);
    }

    /** What has become of it, as JSON says it. */
    interface Result {
        /** What goes or has gone; null: an older control plane, which does not say. */
        @Nullable
        RemovalInfo removal();

        boolean removed();

        boolean durable();
    }

    /** What is to go, as {@code cluster east}. */
    abstract String what();

    /** What a person types to confirm. */
    abstract String name();

    abstract DescribeRemovalRequest description();

    /** Nothing was done, but this would go. */
    abstract Result planned(RemovalInfo removal);

    /** Does it. */
    abstract Result remove(ControlPlaneConnection controlPlane);

    @Override
    final void run(ControlPlaneConnection controlPlane, Printer printer) {
        if (dryRun) {
            RemovalInfo going = describe(controlPlane);
            printer.one(planned(going), out -> {
                out.println(what() + " would go, with " + going.counts());
                going.print(out);
                out.println(FORGOTTEN);
            });
            return;
        }
        if (!yes) {
            confirm(describe(controlPlane));
        }
        Result done = remove(controlPlane);
        printer.one(done, out -> out.println(what() + " is no member any more" + gone(done)));
        requireDurable(done);
    }

    private static String gone(Result done) {
        RemovalInfo removal = done.removal();
        return removal == null ? "" : "; gone with it: " + removal.counts();
    }

    private RemovalInfo describe(ControlPlaneConnection controlPlane) {
        return RemovalInfo.of(controlPlane
                .stub(ClusterRegistryGrpc::newBlockingStub)
                .describeRemoval(description())
                .getRemoval());
    }

    private void confirm(RemovalInfo removal) {
        console().err().println(what() + " goes at once, with " + removal.counts());
        removal.print(console().err());
        console().err().println(FORGOTTEN);
        console().err().flush();
        String answer = console()
                .prompt()
                .ask("Type " + name() + " to remove it: ")
                .orElseThrow(() -> new CommandFailure(
                        what() + ": nothing was removed, for nobody is there to confirm it",
                        "say --yes, or look first with --dry-run"));
        if (!answer.strip().equals(name())) {
            throw new CommandFailure(what() + ": nothing was removed", "type " + name() + " to confirm, or say --yes");
        }
    }

    private void requireDurable(Result done) {
        if (!done.durable()) {
            throw new CommandFailure(
                    what()
                            + " is removed now, but the control plane's store cannot be written: a restart before that would"
                            + " bring it back",
                    "see to the control plane's disk; it writes the removal as soon as it can, and /readyz says so");
        }
    }
}
