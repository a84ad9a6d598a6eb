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

    /** In which a gateway takes over from one that was killed, and some more. */
    private static final int WATCHED_SECONDS = 17;

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
     * Who writes at this moment: whoever takes it or renews it within the time that gateways need to take over from one that is gone; clocks need not agree for that. Nobody need hold it right
     * now, between two gateways or while the control plane is away. Takes that long where nobody does.
     *
     * @return empty: nobody
     */
    public Optional<String> holder() throws ApiException, InterruptedException {
        Optional<String> before = read().map(SeenLease::version);
        for (int second = 0; second < WATCHED_SECONDS; second++) {
            TimeUnit.SECONDS.sleep(1);
            Optional<SeenLease> now =
                    read().filter(each -> !each.holder().isEmpty() && !before.equals(Optional.of(each.version())));
            if (now.isPresent()) {
                return now.map(SeenLease::holder);
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
