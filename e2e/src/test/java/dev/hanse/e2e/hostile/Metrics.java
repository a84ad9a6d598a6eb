// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.hostile;

import dev.hanse.e2e.federation.Federation;
import java.util.HashMap;
import java.util.Map;

/** What a control plane counts, by name. */
record Metrics(Map<String, Double> values) {

    /** Copies the map. */
    Metrics {
        values = Map.copyOf(values);
    }

    static Metrics of(Federation federation) {
        Map<String, Double> values = new HashMap<>();
        federation
                .controlPlaneHost()
                .run("curl", "-s", "http://127.0.0.1:9480/metrics")
                .orFail()
                .output()
                .lines()
                .filter(line -> !line.startsWith("#") && line.contains(" "))
                .forEach(line -> values.put(
                        line.substring(0, line.lastIndexOf(' ')),
                        Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))));
        return new Metrics(values);
    }

    /** Items that were refused. */
    double refusedItems() {
        return get("hanse_exchange_items_refused_total");
    }

    /** Calls and connections that were refused. */
    double refusals() {
        return get("hanse_refusals_total");
    }

    /** By its name, which must be one. */
    double get(String name) {
        Double value = values.get(name);
        if (value == null) {
            throw new AssertionError(name + " is no metric");
        }
        return value;
    }
}
