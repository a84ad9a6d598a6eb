// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.lease;

import dev.hanse.discovery.kubernetes.ApiException;
import dev.hanse.discovery.kubernetes.ApiReads;
import dev.hanse.discovery.kubernetes.ApiServer;
import dev.hanse.discovery.kubernetes.ApiWrites;
import dev.hanse.discovery.kubernetes.ObjectName;
import dev.hanse.discovery.kubernetes.Outcome;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** The Lease by which gateways agree who writes, as somebody sees it who wants them all gone. Asks for it once a second. For one thread. */
public final class LeaseAtRest {

    /** As roles and {@code kubectl} name the kind. */
    public static final String LABEL = "leases.coordination.k8s.io";

    private static final String GROUP = "/apis/coordination.k8s.io/v1";
    private static final String PLURAL = "leases";

    private final ApiReads reads;
    private final ApiWrites writes;
    private final ObjectName name;

    /** @param namespace where it is */
    public LeaseAtRest(ApiServer server, String namespace) {
        this.reads = new ApiReads(server);
        this.writes = new ApiWrites(server, LABEL, GROUP, PLURAL);
        this.name = new ObjectName(namespace, WriterLease.NAME);
    }

    /**
     * Who writes at this moment. A holder that renews it not once in its whole term is gone: clocks need not agree for that.
     *
     * @return empty: nobody
     */
    public Optional<String> holder() throws ApiException, InterruptedException {
        Optional<SeenLease> first = read();
        if (first.isEmpty() || first.get().holder().isEmpty()) {
            return Optional.empty();
        }
        for (long left = first.get().term().toSeconds(); left >= 0; left--) {
            TimeUnit.SECONDS.sleep(1);
            Optional<SeenLease> now = read();
            if (now.isEmpty() || now.get().holder().isEmpty()) {
                return Optional.empty();
            }
            if (!now.get().version().equals(first.get().version())) {
                return Optional.of(now.get().holder());
            }
        }
        return Optional.empty();
    }

    private Optional<SeenLease> read() throws ApiException, InterruptedException {
        return object().map(each -> SeenLease.of(each, System.nanoTime()));
    }

    private Optional<JsonNode> object() throws ApiException, InterruptedException {
        return reads.get(LABEL, GROUP + "/namespaces/" + name.namespace() + "/" + PLURAL + "/" + name.name())
                .filter(LeaseAtRest::isOurs);
    }

    /** Gateways made it: a name alone says nothing. */
    private static boolean isOurs(JsonNode lease) {
        return lease.path("metadata")
                .path("managedFields")
                .valueStream()
                .anyMatch(each -> each.path("manager").asString("").equals(ApiWrites.manager()));
    }

    /** Whether it is there. */
    public boolean isThere() throws ApiException, InterruptedException {
        return object().isPresent();
    }

    /** {@code namespace/name}. */
    public ObjectName name() {
        return name;
    }

    /** Deletes it as it is now; empty: it was not there. */
    public Optional<Outcome> delete() throws ApiException, InterruptedException {
        Optional<SeenLease> now = read();
        return now.isEmpty()
                ? Optional.empty()
                : Optional.of(writes.delete(name, now.get().uid(), now.get().version()));
    }
}
