// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Compares what is to be there of one service with what is there, and says what to do next. What follows from an answer (the uid of the import, the addresses of the Service) is in a
 * later plan. Pure.
 */
final class Planner {

    private final SeenService seen;
    private final Instant now;
    private final Predicate<Step> held;
    private final UnaryOperator<WrittenImport> fit;
    private final List<Step> steps = new ArrayList<>();

    private Planner(SeenService seen, Instant now, Predicate<Step> held, UnaryOperator<WrittenImport> fit) {
        this.seen = seen;
        this.now = now;
        this.held = held;
        this.fit = fit;
    }

    /**
     * The service is to be there.
     *
     * @param held which steps have to wait: what was refused a short time ago
     * @param fit makes an import be as the cluster's definition of the kind lets it be
     */
    static List<Step> make(
            Wanted wanted, SeenService seen, Instant now, Predicate<Step> held, UnaryOperator<WrittenImport> fit) {
        Planner planner = new Planner(seen, now, held, fit);
        planner.make(wanted);
        return planner.steps;
    }

    /** The service is not to be there: the import goes last, so that what a crash leaves behind still has its owner. */
    static List<Step> remove(SeenService seen, Instant now, Predicate<Step> held) {
        Planner planner = new Planner(seen, now, held, UnaryOperator.identity());
        seen.slices().values().forEach(planner::delete);
        planner.delete(seen.service());
        if (planner.steps.isEmpty()) {
            planner.delete(seen.imported());
        }
        return planner.steps;
    }

    private void make(Wanted wanted) {
        if (seen.imported() == null) {
            add(new Step.Create(wanted.imported(), ""));
            return;
        }
        boolean pending = service(wanted.service());
        slices(wanted.slices());
        if (!pending) {
            imported(wanted.imported(), seen.imported());
        }
    }

    /** Returns whether its addresses will be known after this plan only. */
    private boolean service(Optional<WrittenService> wanted) {
        int before = steps.size();
        Seen<WrittenService> there = seen.service();
        if (there == null) {
            wanted.ifPresent(service -> add(new Step.Create(service, seen.owner())));
        } else if (wanted.isEmpty() || needsAnother(wanted.get(), there.content())) {
            delete(there);
        } else {
            change(wanted.get(), there);
        }
        return steps.size() > before;
    }

    /** What the API cannot change in place: whether there is an address, and of which family the first one is. */
    private boolean needsAnother(WrittenService wanted, WrittenService there) {
        List<String> families = seen.addresses().families();
        boolean otherFamily = !wanted.family().isEmpty()
                && !families.isEmpty()
                && !families.getFirst().equals(wanted.family());
        return wanted.headless() != there.headless() || otherFamily;
    }

    private void slices(Map<String, WrittenSlice> wanted) {
        seen.slices().forEach((name, there) -> {
            WrittenSlice slice = wanted.get(name);
            if (slice == null || !slice.family().equals(there.content().family())) {
                delete(there);
            } else {
                change(slice, there);
            }
        });
        wanted.forEach((name, slice) -> {
            if (!seen.slices().containsKey(name)) {
                add(new Step.Create(slice, seen.owner()));
            }
        });
    }

    private <T extends Written> void change(T wanted, Seen<T> there) {
        if (!wanted.equals(there.content()) || !there.owners().contains(seen.owner())) {
            unlessGoing(there, new Step.Change(wanted, there, seen.owner()));
        }
    }

    private void imported(WrittenImport wanted, Seen<WrittenImport> there) {
        WrittenImport complete = fit.apply(withAddresses(wanted, there.content().status()));
        if (!complete.equals(there.content().with(complete.status()))) {
            unlessGoing(there, new Step.Change(complete, there, ""));
        } else if (!complete.status().equals(there.content().status())) {
            unlessGoing(there, new Step.ChangeStatus(complete, there));
        }
    }

    private WrittenImport withAddresses(WrittenImport wanted, ImportStatus before) {
        boolean headless = wanted.type().equals("Headless");
        List<String> ips = headless ? List.of() : seen.addresses().ips();
        boolean ready = headless || !ips.isEmpty();
        ImportStatus status = new ImportStatus(
                        wanted.status().clusters(),
                        wanted.status().slices(),
                        ready ? "True" : "False",
                        ready ? "Ready" : "Pending",
                        ready
                                ? "clients are served"
                                : "there is no Service " + WrittenNames.derivedService(wanted.service())
                                        + " with an address yet",
                        "")
                .since(before, now);
        return wanted.at(ips).with(status);
    }

    private void delete(@Nullable Seen<?> there) {
        if (there != null) {
            unlessGoing(there, new Step.Delete(there));
        }
    }

    /** What is being deleted waits for others' finalizers; it cannot be written, and must not be made a second time. */
    private void unlessGoing(Seen<?> there, Step step) {
        if (!there.goes()) {
            add(step);
        }
    }

    private void add(Step step) {
        if (!held.test(step)) {
            steps.add(step);
        }
    }
}
