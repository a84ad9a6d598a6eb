// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.prefixes;

import dev.hanse.discovery.kubernetes.prefixes.Choice;
import dev.hanse.discovery.kubernetes.prefixes.FoundPrefix;
import dev.hanse.discovery.kubernetes.prefixes.MinimalPrefixes;
import dev.hanse.discovery.kubernetes.prefixes.Scope;
import dev.hanse.net.address.IpPrefix;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A prefix as it is shown, of which nodes' are summarised.
 *
 * @param network {@code pods} or {@code services}
 * @param from where it stands; of nodes how many they are
 * @param used whether its addresses are among those to register
 * @param remark why not
 */
record ShownPrefix(String network, String prefix, String from, boolean used, String remark) {

    /** What is shown together: all that nodes say in one place. */
    private record Group(String from, String remark) {}

    static Stream<ShownPrefix> all(Choice choice) {
        Map<Group, List<FoundPrefix>> groups = choice.judged().stream()
                .collect(Collectors.groupingBy(
                        each -> new Group(group(each.found()), each.remark()),
                        LinkedHashMap::new,
                        Collectors.mapping(Choice.Judged::found, Collectors.toList())));
        String network = choice.network().name().toLowerCase(Locale.ROOT);
        return groups.entrySet().stream().flatMap(each -> shown(network, each.getKey(), each.getValue()));
    }

    private static String group(FoundPrefix found) {
        return found.scope() == Scope.NODE ? found.origin().text() : found.where();
    }

    private static Stream<ShownPrefix> shown(String network, Group group, List<FoundPrefix> found) {
        List<IpPrefix> prefixes = found.stream().map(FoundPrefix::prefix).toList();
        boolean nodes = found.getFirst().scope() == Scope.NODE;
        String from = nodes ? group.from() + " (" + nodes(found) + ")" : group.from();
        return (nodes ? MinimalPrefixes.of(prefixes) : prefixes)
                .stream()
                        .map(each -> new ShownPrefix(
                                network, each.toString(), from, group.remark().isEmpty(), group.remark()));
    }

    private static long nodes(List<FoundPrefix> found) {
        return found.stream().map(FoundPrefix::where).distinct().count();
    }
}
