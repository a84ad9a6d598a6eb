// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul.write;

import dev.hanse.discovery.consul.ConsulException;
import dev.hanse.discovery.consul.ConsulRequests;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Who else has instances under the names of the imports. The catalog names services without their nodes, so each name is looked at before it is used, and again from time to time while the
 * catalog changes. Used by one thread.
 */
final class NameUse {

    private static final Duration AGAIN = Duration.ofSeconds(10);

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
        if (!state.names().contains(service)) {
            looks.remove(service);
            return "";
        }
        Look last = looks.get(service);
        long now = nanos.getAsLong();
        if (last == null || last.version != state.namesVersion() && now - last.at > AGAIN.toNanos()) {
            last = new Look(state.namesVersion(), now, look(connection, service));
            looks.put(service, last);
        }
        return last.other;
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
