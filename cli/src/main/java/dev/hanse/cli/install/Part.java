// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.install;

import java.util.Arrays;
import java.util.Iterator;

/** What can be installed, and by which chart. */
enum Part {
    GATEWAY("gateway", "hanse-gateway"),
    CONTROL_PLANE("control-plane", "hanse-control-plane");

    private final String word;
    private final String chart;

    Part(String word, String chart) {
        this.word = word;
        this.chart = chart;
    }

    /** What people type. */
    String word() {
        return word;
    }

    /** The name of its chart, a folder of {@code deploy/helm}. */
    String chart() {
        return chart;
    }

    /** As people type it. */
    static Part of(String word) {
        return Arrays.stream(values())
                .filter(each -> each.word.equals(word))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("\"" + word + "\" (expected: gateway or control-plane)"));
    }

    /** All that people may type, for completion. */
    static final class Words implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(values()).map(Part::word).iterator();
        }
    }
}
