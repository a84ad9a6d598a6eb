// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul.write;

import dev.hanse.discovery.consul.ConsulException;
import dev.hanse.discovery.consul.ConsulRequests;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Who else has instances under the names of the imports. The catalog names services without their nodes, so each name is looked at before it is used, and again from time to time: soon where names
 * came or went, else now and then, since a name that is there already may get somebody's instance too. Used by one thread.
 */
final class NameUse {

    /** So many names are looked at again in one pass. */
    static final int MOST = 16;

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration AGAIN = Duration.ofSeconds(60);

    private final String node;
    private final LongSupplier nanos;
    private final Map<String, Look> looks = new HashMap<>();

    private record Look(long version, long at, String other) {}

    /** @param node of the imports */
    NameUse(String node, LongSupplier nanos) {
        this.node = node;
        this.nanos = nanos;
    }

    /** A node that has others' instances of the service; empty: none. */
    String other(ConsulRequests connection, String service, SeenState state)
            throws ConsulException, InterruptedException {
        if (!isThere(service, state)) {
            looks.remove(service);
            return "";
        }
        Look last = looks.get(service);
        if (last == null) {
            last = new Look(state.namesVersion(), nanos.getAsLong(), look(connection, service));
            looks.put(service, last);
        }
        return last.other;
    }

    private static boolean isThere(String service, SeenState state) {
        return state.names().contains(service.toLowerCase(Locale.ROOT));
    }

    /** Those that are to be looked at again, the oldest first; at most {@link #MOST}. */
    List<String> due(SeenState state) {
        long now = nanos.getAsLong();
        return looks.entrySet().stream()
                .filter(each -> isThere(each.getKey(), state) && isDue(each.getValue(), state, now))
                .sorted(Comparator.comparingLong(each -> each.getValue().at - now))
                .limit(MOST)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean isDue(Look last, SeenState state, long now) {
        Duration delay = last.version == state.namesVersion() ? AGAIN : SOON;
        return now - last.at > delay.toNanos();
    }

    /** Returns whether it is another than before. One that cannot be looked at gets its turn after all others. */
    boolean lookAgain(ConsulRequests connection, String service, SeenState state)
            throws ConsulException, InterruptedException {
        Look last = Objects.requireNonNull(looks.get(service));
        Look now = new Look(state.namesVersion(), nanos.getAsLong(), last.other);
        looks.put(service, now);
        String other = look(connection, service);
        looks.put(service, new Look(now.version, now.at, other));
        return !other.equals(last.other);
    }

    /** All others are not wanted any more. */
    void retain(Set<String> services) {
        looks.keySet().retainAll(services);
    }

    private String look(ConsulRequests connection, String service) throws ConsulException, InterruptedException {
        String path = "/v1/catalog/service/" + URLEncoder.encode(service, StandardCharsets.UTF_8);
        List<String> nodes = SeenBody.othersNodes(connection.read(path, 0).value(), node);
        return nodes.isEmpty() ? "" : nodes.getFirst();
    }
}
