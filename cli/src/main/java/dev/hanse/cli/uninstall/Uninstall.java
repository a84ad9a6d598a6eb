// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.uninstall;

import dev.hanse.cli.coredns.ClusterDns;
import dev.hanse.cli.coredns.Done;
import dev.hanse.cli.kubernetes.ApiCall;
import dev.hanse.cli.output.CommandFailure;
import dev.hanse.cli.output.Printer;
import dev.hanse.cli.output.Table;
import dev.hanse.discovery.kubernetes.ApiException;
import dev.hanse.discovery.kubernetes.Outcome;
import dev.hanse.discovery.kubernetes.lease.LeaseAtRest;
import dev.hanse.discovery.kubernetes.write.Leftovers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Takes everything away in its order, each part whether or not the others are there, and says what stays. */
final class Uninstall {

    /** As many names as fit on a screen. */
    private static final int SHOWN = 10;

    private static final String CONFIG_MAPS = "configmaps";

    private final List<ClusterDns> dns;
    private final ObjectRemoval objects;
    private final LeaseAtRest lease;
    private final List<Part> parts = new ArrayList<>();

    Uninstall(List<ClusterDns> dns, Leftovers leftovers, LeaseAtRest lease, Pace pace) {
        this.dns = dns;
        this.objects = new ObjectRemoval(leftovers, pace);
        this.lease = lease;
    }

    /**
     * Does it and prints what went, or what would.
     *
     * @throws CommandFailure if a gateway writes, or something stays
     */
    void run(boolean dryRun, boolean force, Printer printer) {
        if (!dryRun && !force) {
            requireAtRest();
        }
        dns.forEach(this::removeDns);
        parts.addAll(dryRun ? objects.planned() : objects.remove());
        ApiCall.answer(() -> addLease(dryRun));
        printer.list(parts, table(dryRun));
        if (!dryRun) {
            requireGone();
        }
    }

    private void requireAtRest() {
        ApiCall.answer(lease::holder).ifPresent(holder -> {
            throw new CommandFailure(
                    "nothing was removed: gateway " + holder + " holds the Lease " + lease.name()
                            + " and would write everything again",
                    "stop the cluster's gateways, or set write-imports: false and restart them; --force begins all the same");
        });
    }

    /** One that cannot be understood, or not be read, keeps nothing else. */
    private void removeDns(ClusterDns each) {
        try {
            addDns(each.remove());
        } catch (CommandFailure e) {
            parts.add(new Part(CONFIG_MAPS, each.name().toString(), false, String.valueOf(e.getMessage())));
        }
    }

    private void addDns(Done done) {
        if (done.changed() || done.forwarded()) {
            parts.add(new Part(CONFIG_MAPS, done.configMap() + " " + done.entry(), !done.forwarded(), done.remark()));
        }
    }

    private boolean addLease(boolean dryRun) throws ApiException, InterruptedException {
        if (dryRun) {
            return lease.isThere()
                    && parts.add(new Part(LeaseAtRest.LABEL, lease.name().toString(), false, ""));
        }
        Optional<Outcome> outcome = lease.delete();
        return outcome.isPresent()
                && parts.add(new Part(
                        LeaseAtRest.LABEL,
                        lease.name().toString(),
                        outcome.get().done(),
                        outcome.get().message()));
    }

    private static Table<Part> table(boolean dryRun) {
        return Table.<Part>of()
                .column(dryRun ? "WOULD GO" : "KIND", Part::kind)
                .column("NAME", Part::name)
                .column("GONE", part -> part.gone() ? dryRun ? "would" : "yes" : dryRun ? "would" : "no")
                .column("REMARK", Part::remark);
    }

    private void requireGone() {
        List<Part> staying = parts.stream().filter(part -> !part.gone()).toList();
        if (!staying.isEmpty()) {
            String shown = staying.stream().limit(SHOWN).map(Part::line).collect(Collectors.joining("; "));
            throw new CommandFailure(
                    staying.size() + " parts stay: " + shown + (staying.size() > SHOWN ? "; and more" : ""),
                    "see to what is said of them, and run this again");
        }
    }
}
