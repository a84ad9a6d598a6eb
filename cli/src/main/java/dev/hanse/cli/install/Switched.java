// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.install;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Text with lines that are there for one value of a switch only. {@code deploy/helm/render} wrote it: one switch within another, the first of the head outermost.
 *
 * @param switches paths of values, and which one of each is "on"
 * @param lines without the head
 */
record Switched(Map<String, String> switches, List<String> lines) {

    private static final String SWITCH = "#switch ";
    private static final String OFF = "#off ";
    private static final String ON = "#on ";
    private static final String END = "#end ";

    /** Any value but an empty one. */
    private static final String ANY = "*";

    static Switched of(List<String> text) {
        Map<String, String> switches = new LinkedHashMap<>();
        List<String> lines = new ArrayList<>();
        for (String line : text) {
            if (line.startsWith(SWITCH)) {
                String[] words = line.split(" ");
                switches.put(words[1], words[2]);
            } else {
                lines.add(line);
            }
        }
        return new Switched(switches, lines);
    }

    /** The lines for these values. */
    List<String> lines(Values values) {
        List<String> left = lines;
        for (Map.Entry<String, String> each : switches.entrySet()) {
            left = chosen(left, each.getKey(), isOn(values, each.getKey(), each.getValue()));
        }
        return left;
    }

    private static boolean isOn(Values values, String path, String on) {
        String value = values.at(path).map(Object::toString).orElse("");
        return on.equals(ANY) ? !List.of("", "0", "[]").contains(value) : value.equals(on);
    }

    private static List<String> chosen(List<String> lines, String name, boolean on) {
        List<String> chosen = new ArrayList<>();
        boolean here = true;
        for (String line : lines) {
            if (line.equals(OFF + name)) {
                here = !on;
            } else if (line.equals(ON + name)) {
                here = on;
            } else if (line.equals(END + name)) {
                here = true;
            } else if (here) {
                chosen.add(line);
            }
        }
        return chosen;
    }
}
