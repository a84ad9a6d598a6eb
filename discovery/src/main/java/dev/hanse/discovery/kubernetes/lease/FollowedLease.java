// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.lease;

import dev.hanse.discovery.kubernetes.Followed;
import dev.hanse.discovery.kubernetes.ObjectName;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** The one Lease, on its way from the API server to those who wait for it. */
record FollowedLease(ObjectName name, Consumer<Optional<JsonNode>> seen, Consumer<String> failed)
        implements Followed<JsonNode> {

    @Override
    public String label() {
        return "leases.coordination.k8s.io";
    }

    @Override
    public String listKind() {
        return "LeaseList";
    }

    @Override
    public String fieldSelector() {
        return "metadata.name=" + name.name();
    }

    @Override
    public List<String> paths() {
        return List.of("/apis/coordination.k8s.io/v1/namespaces/" + name.namespace() + "/leases");
    }

    @Override
    public JsonNode strip(JsonNode object) {
        return object;
    }

    @Override
    public void replace(List<JsonNode> found) {
        seen.accept(found.stream().findFirst());
    }

    @Override
    public void put(JsonNode lease) {
        seen.accept(Optional.of(lease));
    }

    @Override
    public void remove(JsonNode lease) {
        seen.accept(Optional.empty());
    }

    @Override
    public void onState(String trouble) {
        failed.accept(trouble);
    }
}
