// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.prefixes;

import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.address.RoutablePrefixes;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What of the found prefixes is one network's. Pure.
 *
 * @param prefixes what to register; empty where there is a problem, or nothing was found
 * @param judged every prefix that was found, with what became of it
 * @param problem why nothing may be registered by this; empty: nothing is wrong
 * @param caution what to know before it is registered; empty: nothing
 */
public record Choice(Network network, List<IpPrefix> prefixes, List<Judged> judged, String problem, String caution) {

    /**
     * A found prefix.
     *
     * @param remark why it is not used; empty: it is
     */
    public record Judged(FoundPrefix found, String remark) {

        /** Whether its addresses are among those to register. */
        public boolean isUsed() {
            return remark.isEmpty();
        }
    }

    /** Copies the lists. */
    public Choice {
        prefixes = List.copyOf(prefixes);
        judged = List.copyOf(judged);
    }

    /** What to register for pods. */
    public static Choice ofPods(ClusterNetworks found) {
        return PodRules.choose(found);
    }

    /** What to register for Services. */
    public static Choice ofServices(ClusterNetworks found) {
        return ServiceRules.choose(found);
    }

    /** Those that are used, as they were found. */
    public List<FoundPrefix> used() {
        return judged.stream().filter(Judged::isUsed).map(Judged::found).toList();
    }

    /** What people configured is taken as it is. */
    static Choice configured(Network network, ClusterNetworks found) {
        List<Judged> judged = judged(
                network,
                found,
                each -> each.origin() == Origin.CONFIGURATION ? "" : "what the gateways are configured with counts");
        List<IpPrefix> prefixes = judged.stream()
                .filter(Judged::isUsed)
                .map(each -> each.found().prefix())
                .toList();
        return new Choice(network, prefixes, judged, "", "");
    }

    /** @param remark as in {@link Judged} */
    static Choice of(Network network, ClusterNetworks found, Function<FoundPrefix, String> remark, String caution) {
        List<Judged> judged = judged(network, found, remark);
        List<IpPrefix> prefixes = MinimalPrefixes.of(judged.stream()
                .filter(Judged::isUsed)
                .map(each -> each.found().prefix())
                .toList());
        try {
            RoutablePrefixes.requireAll(prefixes);
        } catch (IllegalArgumentException e) {
            return new Choice(network, List.of(), judged, String.valueOf(e.getMessage()), caution);
        }
        return new Choice(network, prefixes, judged, "", caution);
    }

    /** The same with what to know before it is registered. */
    Choice with(String note) {
        return new Choice(network, prefixes, judged, problem, note);
    }

    /** Nobody can say. */
    static Choice none(Network network, ClusterNetworks found, String problem) {
        return new Choice(
                network, List.of(), judged(network, found, _ -> "nobody knows whether this is all"), problem, "");
    }

    private static List<Judged> judged(Network network, ClusterNetworks found, Function<FoundPrefix, String> remark) {
        return found.prefixes(network)
                .map(each -> new Judged(each, remark.apply(each)))
                .toList();
    }

    /** What could not be read, in a sentence. */
    static String unknown(List<Reading> readings) {
        return readings.stream()
                .map(each -> each.origin().text() + " could not be read (" + each.text() + ")")
                .collect(Collectors.joining("; "));
    }
}
