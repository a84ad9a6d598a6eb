// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.diagnose;

import dev.hanse.cli.prefixes.PrefixAdvice;
import dev.hanse.discovery.kubernetes.prefixes.Choice;
import dev.hanse.discovery.kubernetes.prefixes.ClusterNetworks;
import dev.hanse.discovery.kubernetes.prefixes.FoundPrefix;
import dev.hanse.discovery.kubernetes.prefixes.MinimalPrefixes;
import dev.hanse.discovery.kubernetes.prefixes.Network;
import dev.hanse.discovery.kubernetes.prefixes.Origin;
import dev.hanse.discovery.kubernetes.prefixes.Scope;
import dev.hanse.net.address.IpPrefix;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a cluster has beside what it is registered with. Pure. */
final class PrefixComparison {

    private static final int SHOWN = 5;

    private static final String REGISTER =
            "see 'hanse prefixes --as-found'; other prefixes need the cluster to join anew: hanse cluster remove CLUSTER, 'hanse prefixes --as-found --values' into the values of the chart, a token for each gateway";

    private final ClusterNetworks found;
    private final Registered registered;
    private final List<FoundPrefix> used;
    private final String problem;
    private final List<IpPrefix> covered;

    PrefixComparison(ClusterNetworks found, Registered registered) {
        Choice pods = Choice.ofPods(found);
        this.found = found;
        this.registered = registered;
        this.used = pods.used();
        this.problem = pods.problem();
        this.covered = MinimalPrefixes.of(registered.pods());
    }

    /** All findings; where nothing is wrong one that says so. */
    List<Diagnosis> look() {
        List<Diagnosis> clashes = new PrefixClashes(found, used, registered).look();
        List<Diagnosis> own = used.isEmpty() ? List.of(nothingKnown()) : compare();
        return Stream.concat(own.stream(), clashes.stream()).toList();
    }

    private Diagnosis nothingKnown() {
        return Diagnosis.skipped(
                PrefixCheck.NAME,
                problem + ": what is registered is not compared",
                "compare it yourself with the range that all nodes have theirs from: hanse cluster list");
    }

    private List<Diagnosis> compare() {
        List<Diagnosis> wrong = new ArrayList<>();
        outside().ifPresent(wrong::add);
        outsideOfRanges().forEach(wrong::add);
        unused().forEach(wrong::add);
        return wrong.isEmpty() ? List.of(fine()) : wrong;
    }

    private Diagnosis fine() {
        return Diagnosis.ok(
                PrefixCheck.NAME,
                "",
                "pods have addresses of "
                        + text(MinimalPrefixes.of(
                                used.stream().map(FoundPrefix::prefix).toList())) + ", as registered");
    }

    private Stream<FoundPrefix> uncovered(Scope scope) {
        return used.stream()
                .filter(each -> each.scope() == scope)
                .filter(each -> !MinimalPrefixes.covers(covered, each.prefix()));
    }

    private Optional<Diagnosis> outside() {
        List<FoundPrefix> outside = uncovered(Scope.NODE).toList();
        Set<String> nodes =
                outside.stream().map(FoundPrefix::where).collect(Collectors.toCollection(LinkedHashSet::new));
        return outside.isEmpty()
                ? Optional.empty()
                : Optional.of(Diagnosis.failed(
                        PrefixCheck.NAME,
                        nodes.size() == 1 ? "node " + nodes.iterator().next() : nodes.size() + " nodes",
                        "pods there have addresses that are not registered, and are not reached: "
                                + text(outside, each -> each.where() + " " + each.prefix()) + "; registered: "
                                + text(registered.pods()),
                        REGISTER));
    }

    /** A range of which every node's part is registered lacks nothing yet. */
    private Stream<Diagnosis> outsideOfRanges() {
        boolean nodesAreIn = used.stream().anyMatch(each -> each.scope() == Scope.NODE)
                && uncovered(Scope.NODE).findAny().isEmpty();
        return uncovered(Scope.CLUSTER).map(each -> nodesAreIn ? later(each) : never(each));
    }

    private Diagnosis later(FoundPrefix range) {
        return Diagnosis.warning(
                PrefixCheck.NAME,
                range.prefix().toString(),
                range.where() + " is not registered as a whole: pods of nodes that come later may not be reached",
                REGISTER);
    }

    private Diagnosis never(FoundPrefix range) {
        return Diagnosis.failed(
                PrefixCheck.NAME,
                range.prefix().toString(),
                "pods may have addresses of it (" + range.where()
                        + "), which are not registered, and are not reached then; registered: "
                        + text(registered.pods()),
                REGISTER);
    }

    private Stream<Diagnosis> unused() {
        Predicate<IpPrefix> isNobodys = each -> Stream.concat(used.stream(), disabled())
                .noneMatch(has -> has.prefix().overlaps(each));
        return registered.pods().stream()
                .filter(isNobodys)
                .map(each -> Diagnosis.warning(
                        PrefixCheck.NAME,
                        each.toString(),
                        "is registered, and no pod here has an address of it, as far as anybody says",
                        PrefixAdvice.SAY_IT));
    }

    /** Calico's pools of which pods may have kept addresses. */
    private Stream<FoundPrefix> disabled() {
        return found.prefixes(Network.PODS)
                .filter(each -> each.origin() == Origin.CALICO && each.scope() == Scope.HINT);
    }

    private static String text(List<IpPrefix> prefixes) {
        return text(prefixes, IpPrefix::toString);
    }

    private static <T> String text(List<T> all, Function<T, String> text) {
        String shown = all.stream().limit(SHOWN).map(text).collect(Collectors.joining(", "));
        return all.size() > SHOWN ? shown + " and " + (all.size() - SHOWN) + " more" : shown;
    }
}
