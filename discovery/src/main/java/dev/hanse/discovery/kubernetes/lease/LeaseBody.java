// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.lease;

import dev.hanse.discovery.kubernetes.ObjectName;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes the JSON of the Lease. */
final class LeaseBody {

    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final ObjectName name;
    private final String self;

    LeaseBody(ObjectName name, String self) {
        this.name = name;
        this.self = self;
    }

    /** A new one; {@code alone}: its holder does not hear the control plane. */
    JsonNode created(boolean alone, Instant now) {
        return marked(of(self, 0, now, now), alone);
    }

    /** The same holder, or another one from now on; {@code alone}: it does not hear the control plane. */
    JsonNode held(SeenLease from, boolean alone, Instant since, Instant now) {
        ObjectNode lease = of(self, from.transitions() + (from.holder().equals(self) ? 0 : 1), since, now);
        return pinned(marked(lease, alone), from);
    }

    private static ObjectNode marked(ObjectNode lease, boolean alone) {
        if (alone) {
            lease.withObject("/metadata/annotations").put(SeenLease.ALONE, "true");
        }
        return lease;
    }

    /** Nobody. */
    JsonNode released(SeenLease from, Instant now) {
        return pinned(of("", from.transitions(), now, now), from);
    }

    private ObjectNode of(String holder, int transitions, Instant since, Instant now) {
        ObjectNode lease = JsonNodeFactory.instance.objectNode();
        lease.put("apiVersion", "coordination.k8s.io/v1").put("kind", "Lease");
        lease.putObject("metadata").put("name", name.name()).put("namespace", name.namespace());
        lease.putObject("spec")
                .put("holderIdentity", holder)
                .put("leaseDurationSeconds", LeaseRules.TERM.toSeconds())
                .put("leaseTransitions", transitions)
                .put("acquireTime", micros(since))
                .put("renewTime", micros(now));
        return lease;
    }

    private static ObjectNode pinned(ObjectNode lease, SeenLease from) {
        ((ObjectNode) lease.path("metadata")).put("uid", from.uid()).put("resourceVersion", from.version());
        return lease;
    }

    /** The API wants six digits. */
    private static String micros(Instant time) {
        return MICROS.format(time);
    }
}
