// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.failover;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What a {@link TrafficLoad} told.
 *
 * @param lines in the order in which they were told
 */
record TrafficLog(List<Line> lines) {

    private static final Pattern LINE = Pattern.compile("(\\w+) at=(\\d+) ms=(\\d+) (.*)");

    /**
     * One line.
     *
     * @param at when it began, by the wall clock in milliseconds
     * @param millis how long it took
     */
    record Line(String word, long at, long millis, String why) {}

    static TrafficLog of(String text) {
        return new TrafficLog(LINE.matcher(text)
                .results()
                .map(each -> new Line(
                        each.group(1), Long.parseLong(each.group(2)), Long.parseLong(each.group(3)), each.group(4)))
                .toList());
    }

    /** What ended behind {@code from} and began before {@code to}. */
    TrafficLog between(long from, long to) {
        return new TrafficLog(lines.stream()
                .filter(each -> each.at() + each.millis() >= from && each.at() < to)
                .toList());
    }

    List<Line> all(String word) {
        return lines.stream().filter(each -> each.word().equals(word)).toList();
    }

    /** The longest of a kind; 0: there was none that was worth a line. */
    long longest(String word) {
        return all(word).stream().mapToLong(Line::millis).max().orElse(0);
    }

    /** How many connections were begun. */
    long begun() {
        return all("begun").stream()
                .mapToLong(each -> Long.parseLong(each.why()))
                .sum();
    }
}
