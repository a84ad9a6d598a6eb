// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import dev.hanse.net.text.VisibleText;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** Says in one line which services are stale. The line names few and counts none, so that many services that fail one after another make few lines. */
final class Troubles {

    private static final int NAMED = 3;
    private static final int LONGEST_NAME = 63;

    private Troubles() {}

    /** @param byService reasons; at least one */
    static String line(SortedMap<String, String> byService) {
        String names =
                byService.keySet().stream().limit(NAMED).map(Troubles::quoted).collect(Collectors.joining(", "));
        Map.Entry<String, String> first = byService.firstEntry();
        return byService.size() == 1
                ? "service " + names + " only: " + first.getValue()
                : "services " + names + (byService.size() > NAMED ? " and others" : "") + " only; the first: "
                        + first.getValue();
    }

    private static String quoted(String name) {
        return "\"" + VisibleText.excerpt(name, LONGEST_NAME) + "\"";
    }
}
