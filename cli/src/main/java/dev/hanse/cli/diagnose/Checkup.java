// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.diagnose;

import dev.hanse.cli.output.CommandFailure;
import dev.hanse.cli.output.Printer;
import dev.hanse.cli.output.Table;
import dev.hanse.discovery.kubernetes.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Looks at everything in turn, whatever is found, and says it all at the end. */
final class Checkup {

    private final List<Check> checks;

    Checkup(List<Check> checks) {
        this.checks = List.copyOf(checks);
    }

    /**
     * Looks and prints.
     *
     * @throws CommandFailure if something does not work, or could not be looked at
     */
    void run(Printer printer) {
        List<Diagnosis> found = new ArrayList<>();
        checks.forEach(check -> found.addAll(look(check)));
        printer.list(found, table());
        long bad = found.stream().filter(each -> each.state().isBad()).count();
        if (bad > 0) {
            throw new CommandFailure(
                    bad + " of " + found.size() + " findings need somebody",
                    "do what is said beside them, and run this again");
        }
    }

    private static List<Diagnosis> look(Check check) {
        try {
            return check.look();
        } catch (ApiException e) {
            return List.of(
                    Diagnosis.unknown(
                            check.name(),
                            "",
                            String.valueOf(e.getMessage()),
                            "check --kubeconfig and --context, and what whoever types this may do; --no-kubernetes leaves the cluster out"));
        } catch (CommandFailure e) {
            return List.of(Diagnosis.unknown(check.name(), "", String.valueOf(e.getMessage()), e.nextStep()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted", "run it again: nothing was changed", e);
        }
    }

    private static Table<Diagnosis> table() {
        return Table.<Diagnosis>of()
                .column("STATE", each -> each.state().name().toLowerCase(Locale.ROOT))
                .column("CHECK", Diagnosis::check)
                .column("SUBJECT", Diagnosis::subject)
                .column("FOUND", Diagnosis::text)
                .column("REMEDY", Diagnosis::remedy);
    }
}
