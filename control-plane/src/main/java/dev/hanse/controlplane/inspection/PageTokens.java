// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.inspection;

import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.SliceKey;
import java.util.Comparator;
import java.util.List;

/** Where a page ends: the key of its last entry as text. */
final class PageTokens {

    private PageTokens() {}

    /** Two gateways with a path between them, in the order in which paths are listed. */
    record Pair(GatewayId from, GatewayId to) implements Comparable<Pair> {

        private static final Comparator<Pair> ORDER =
                Comparator.comparing(Pair::from).thenComparing(Pair::to);

        @Override
        public int compareTo(Pair other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * Reads {@code cluster/slice}.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    static SliceKey slice(ServiceName service, String text) {
        List<String> parts = parts(text, 2);
        return new SliceKey(service, new ClusterId(parts.getFirst()), parts.getLast());
    }

    /**
     * Reads {@code cluster/gateway/cluster/gateway}.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    static Pair pair(String text) {
        List<String> parts = parts(text, 4);
        return new Pair(gateway(parts.subList(0, 2)), gateway(parts.subList(2, 4)));
    }

    private static GatewayId gateway(List<String> parts) {
        return new GatewayId(new ClusterId(parts.getFirst()), parts.getLast());
    }

    private static List<String> parts(String text, int count) {
        List<String> parts = List.of(text.split("/", -1));
        if (parts.size() != count) {
            throw new IllegalArgumentException("\"" + text + "\" (expected: next_page_token of the answer before)");
        }
        return parts;
    }
}
