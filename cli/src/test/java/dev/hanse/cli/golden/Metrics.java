// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.golden;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/** Metrics in Prometheus' text format without their values: families in their order, series of a family sorted. */
final class Metrics {

    private static final Pattern VALUE = Pattern.compile(" [-+.0-9EeInfNa]+$");

    private Metrics() {}

    static String of(Http.Answer answer) {
        StringBuilder text = new StringBuilder("content-type: ")
                .append(answer.type().orElse(""))
                .append("\n\n");
        List<String> series = new ArrayList<>();
        answer.body().lines().forEach(line -> {
            if (line.startsWith("#")) {
                flush(series, text);
                text.append(line).append('\n');
            } else {
                series.add(VALUE.matcher(line).replaceFirst(" <n>"));
            }
        });
        flush(series, text);
        return text.toString();
    }

    private static void flush(List<String> series, StringBuilder text) {
        Collections.sort(series);
        series.forEach(line -> text.append(line).append('\n'));
        series.clear();
    }
}
