// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.install;

import dev.hanse.net.address.IpPrefix;
import java.util.List;
import java.util.Set;

/** What somebody has said of a chart, held to all that is known of it before a cluster sees it. */
final class Given {

    private static final String DEFINITIONS = "crds.install";

    private final Chart chart;
    private final Values values;

    /** @param said without the defaults */
    Given(Chart chart, Values said) {
        this.chart = chart;
        this.values = said;
    }

    /**
     * All values, with the defaults of those that are not said.
     *
     * @param settable paths of those that can be said
     * @throws IllegalArgumentException if one is wrong, missing, or cannot be said here
     */
    Values checked(Set<String> settable) {
        Values defaults = chart.defaults();
        Values all = defaults.with(values.root()).withoutNulls();
        List<String> wrongs = Schema.wrongs(chart.schema(), all);
        if (!wrongs.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", wrongs));
        }
        values.paths().forEach(path -> requireSettable(path, settable, defaults));
        requirePrefixes(all, "podPrefixes");
        requirePrefixes(all, "servicePrefixes");
        return chart.tagged(all);
    }

    private void requireSettable(List<String> path, Set<String> settable, Values defaults) {
        String name = String.join(".", path);
        boolean can = settable.contains(name) || name.equals(DEFINITIONS);
        if (!can && !defaults.at(path).equals(values.at(path))) {
            throw new IllegalArgumentException(name
                    + ": only Helm can set it here (expected: one of " + String.join(", ", settable)
                    + "; for others install the chart, or change what is printed, with kustomize for example)");
        }
    }

    private static void requirePrefixes(Values all, String key) {
        if (all.at(key).orElse(List.of()) instanceof List<?> prefixes) {
            for (Object each : prefixes) {
                try {
                    IpPrefix.parse(each.toString());
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException(key + ": \"" + each + "\": " + e.getMessage(), e);
                }
            }
        }
    }

    /** Whether the definitions are wanted, which are not in the rendered text. */
    static boolean hasDefinitions(Values values) {
        return values.at(DEFINITIONS).filter(Boolean.TRUE::equals).isPresent();
    }
}
