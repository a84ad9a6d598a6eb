// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import java.util.Optional;

/**
 * Decides whether an answer that lacks instances shows that they were deregistered: only a newer index of the same Consul and the same
 * node does. Pure.
 */
final class Doubt {

    private static final String GRANT = " (grant the token service:read and node:read)";

    private Doubt() {}

    /** Why an instance that the later answer lacks may still be there; empty: it is gone. */
    static Optional<String> about(ConsulInstance missing, Observation before, Observation now) {
        if (now.generation() != before.generation()) {
            return Optional.of(
                    "Consul's servers are all others than before, so it is another Consul or has lost its data");
        }
        if (now.index() < before.index()) {
            return Optional.of("Consul's index went back from " + before.index() + " to " + now.index()
                    + ", so its data was lost or restored");
        }
        if (now.index() == before.index()) {
            return Optional.of("nothing has changed in Consul, so the token may not see them any more" + GRANT);
        }
        if (now.filtered()) {
            return Optional.of("Consul says that the token may not see all of the service" + GRANT);
        }
        return now.renewedNodes().contains(missing.node())
                ? Optional.of("node " + missing.node() + " was set up anew, so its agent has lost its data")
                : Optional.empty();
    }
}
