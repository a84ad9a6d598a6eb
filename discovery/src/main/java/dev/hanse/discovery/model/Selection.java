// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.model;

import dev.hanse.net.text.VisibleText;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which clusters' endpoints answer for a service that has one name as a whole. Draining endpoints (weight 0) are chosen
 * only when the rule would find no other in any cluster it may use.
 */
public sealed interface Selection {

    /** The annotation of an export that sets the rule; the oldest export decides, as for all annotations. */
    String ANNOTATION = "dns.hanse.dev/selection";

    /** Most clusters of an order: every endpoint is compared with each. */
    int MAX_CLUSTERS = 64;

    /** Endpoints of the asking cluster if it has any, else those of all others. */
    record LocalFirst() implements Selection {}

    /** Endpoints of all clusters. */
    record Spread() implements Selection {}

    /**
     * Endpoints of the first of these clusters that has any.
     *
     * @param clusters in order of preference
     * @param fallback whether all other clusters follow behind the last
     */
    record Ordered(List<ClusterId> clusters, boolean fallback) implements Selection {

        /** Copies the list and checks its length. */
        public Ordered {
            clusters = List.copyOf(clusters);
            if (clusters.isEmpty() || clusters.size() > MAX_CLUSTERS) {
                throw new IllegalArgumentException(clusters.size() + " clusters (expected: 1 to " + MAX_CLUSTERS + ")");
            }
        }
    }

    /** The rule where nothing else is said. */
    Selection DEFAULT = new LocalFirst();

    /** The rule as {@link #parse} reads it. */
    default String text() {
        return switch (this) {
            case LocalFirst() -> "local-first";
            case Spread() -> "spread";
            case Ordered(List<ClusterId> clusters, boolean fallback) ->
                (fallback ? "ordered " : "ordered-only ")
                        + clusters.stream().map(ClusterId::toString).collect(Collectors.joining(","));
        };
    }

    /**
     * Reads {@code local-first}, {@code spread}, {@code ordered CLUSTER,CLUSTER…} or {@code ordered-only
     * CLUSTER,CLUSTER…}.
     *
     * @throws IllegalArgumentException if the text is none of them
     */
    static Selection parse(String text) {
        String[] words = text.strip().split("\\s+", 2);
        if (words.length == 1 && words[0].equals("local-first")) {
            return new LocalFirst();
        }
        if (words.length == 1 && words[0].equals("spread")) {
            return new Spread();
        }
        if (words.length == 2 && (words[0].equals("ordered") || words[0].equals("ordered-only"))) {
            List<ClusterId> clusters = Arrays.stream(words[1].split(","))
                    .map(id -> new ClusterId(id.strip()))
                    .toList();
            return new Ordered(clusters, words[0].equals("ordered"));
        }
        throw new IllegalArgumentException("\"" + excerpt(text)
                + "\" (expected: local-first, spread, \"ordered CLUSTER,...\" or \"ordered-only CLUSTER,...\")");
    }

    /** The text may come from another cluster, and ends in a log. */
    private static String excerpt(String text) {
        String shown = text.length() <= 80 ? text : text.substring(0, 80) + "…";
        return VisibleText.of(shown);
    }
}
