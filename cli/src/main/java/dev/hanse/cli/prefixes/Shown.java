// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.prefixes;

import dev.hanse.cli.output.Table;
import dev.hanse.discovery.kubernetes.prefixes.Choice;
import dev.hanse.discovery.kubernetes.prefixes.ClusterNetworks;
import dev.hanse.net.address.IpPrefix;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What JSON says.
 *
 * @param podPrefixes what to register; empty where {@code problems} say why
 * @param servicePrefixes what to register
 * @param found every prefix, with where it stands
 * @param places where prefixes were looked for
 * @param problems why nothing may be registered by this
 * @param cautions what to know before
 */
record Shown(
        List<String> podPrefixes,
        List<String> servicePrefixes,
        List<ShownPrefix> found,
        List<Place> places,
        List<String> problems,
        List<String> cautions) {

    /**
     * Where prefixes were looked for.
     *
     * @param state {@code read}, {@code absent}, {@code forbidden} or {@code malformed}
     */
    record Place(String place, String state, String text) {}

    static Shown of(ClusterNetworks found, Choice pods, Choice services) {
        return new Shown(
                texts(pods.prefixes()),
                texts(services.prefixes()),
                Stream.concat(ShownPrefix.all(pods), ShownPrefix.all(services)).toList(),
                found.readings().stream()
                        .map(each -> new Place(
                                each.origin().text(), each.state().name().toLowerCase(Locale.ROOT), each.text()))
                        .toList(),
                filled(pods.problem(), services.problem()),
                filled(pods.caution(), services.caution()));
    }

    private static List<String> texts(List<IpPrefix> prefixes) {
        return prefixes.stream().map(IpPrefix::toString).toList();
    }

    private static List<String> filled(String... texts) {
        return Stream.of(texts).filter(each -> !each.isEmpty()).toList();
    }

    /** For people. */
    void print(PrintWriter out) {
        prefixes().print(out, found);
        out.println();
        table().print(out, places);
        cautions.forEach(each -> out.println("\nNote: " + each + "."));
        if (problems.isEmpty()) {
            out.println("\nNothing is registered by this. To do so: " + values());
        }
    }

    private static Table<ShownPrefix> prefixes() {
        return Table.<ShownPrefix>of()
                .column("NETWORK", ShownPrefix::network)
                .column("PREFIX", ShownPrefix::prefix)
                .column("FROM", ShownPrefix::from)
                .column("USED", each -> each.used() ? "yes" : "no")
                .column("REMARK", ShownPrefix::remark);
    }

    private static Table<Place> table() {
        return Table.<Place>of()
                .column("LOOKED AT", Place::place)
                .column("STATE", Place::state)
                .column("SAYS", Place::text);
    }

    private String values() {
        String pods = value("podPrefixes", podPrefixes);
        return servicePrefixes.isEmpty() ? pods : pods + " " + value("servicePrefixes", servicePrefixes);
    }

    private static String value(String key, List<String> prefixes) {
        return "--set '" + key + "={" + String.join(",", prefixes) + "}'";
    }

    /** As values of the chart, with where they are from. */
    void printValues(PrintWriter out) {
        found.stream()
                .filter(ShownPrefix::used)
                .forEach(each -> out.println("# " + each.network() + " " + each.prefix() + ": " + each.from()));
        out.println("podPrefixes: " + list(podPrefixes));
        out.println("servicePrefixes: " + list(servicePrefixes));
        out.flush();
    }

    /** Prefixes need no escapes. */
    private static String list(List<String> prefixes) {
        return prefixes.isEmpty() ? "[]" : "[\"" + String.join("\", \"", prefixes) + "\"]";
    }
}
