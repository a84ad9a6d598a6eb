// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import dev.hanse.discovery.kubernetes.ApiException;
import dev.hanse.discovery.kubernetes.ApiReads;
import dev.hanse.discovery.kubernetes.ApiServer;
import dev.hanse.discovery.kubernetes.ApiWrites;
import dev.hanse.discovery.kubernetes.ObjectName;
import dev.hanse.discovery.kubernetes.RegisteredCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What gateways wrote into a cluster, by the same rule as they know it themselves: our label and an owner or mark, never a name alone. Conditions are ours where our field manager applied them. Few octets are kept of
 * each object. For one thread.
 */
public final class Leftovers {

    private static final String MULTICLUSTER = "/apis/multicluster.x-k8s.io/";
    private static final String ABOUT = "/apis/about.k8s.io/";
    private static final Set<String> PROPERTIES = Set.of(RegisteredCluster.ID, RegisteredCluster.SET);

    private final ApiServer server;
    private final ApiReads reads;
    private final Map<String, String> unread = new TreeMap<>();

    /** A kind in one version. */
    private record Served(String label, String listKind, String group, String plural) {

        String path() {
            return group + "/" + plural;
        }

        ApiWrites writes(ApiServer server) {
            return new ApiWrites(server, label, group, plural);
        }
    }

    /** Takes an object as it was read. */
    private interface Each extends BiConsumer<ApiWrites, JsonNode> {}

    /** Of one API server. */
    public Leftovers(ApiServer server) {
        this.server = server;
        this.reads = new ApiReads(server);
    }

    /** All there is, in the order in which it goes: an import behind what belongs to it, so that whatever breaks off leaves nothing without its owner. */
    public List<Leftover> find() throws InterruptedException {
        List<Leftover> found = new ArrayList<>();
        unread.clear();
        ours(ObjectKind.ENDPOINT_SLICE, "/apis/discovery.k8s.io/v1", "endpointslices", found);
        ours(ObjectKind.SERVICE, "/api/v1", "services", found);
        boolean beta = ours(ObjectKind.SERVICE_IMPORT, MULTICLUSTER + "v1beta1", "serviceimports", found);
        if (!beta) {
            ours(ObjectKind.SERVICE_IMPORT, MULTICLUSTER + "v1alpha1", "serviceimports", found);
        }
        if (!conditions("v1beta1", found)) {
            conditions("v1alpha1", found);
        }
        if (!properties("v1beta1", found)) {
            properties("v1alpha1", found);
        }
        return found;
    }

    private boolean ours(ObjectKind kind, String group, String plural, List<Leftover> found)
            throws InterruptedException {
        return list(
                new Served(kind.label(), kind.kind() + "List", group, plural),
                StandardKeys.SELECTOR,
                (writes, object) -> add(kind, writes, object, found));
    }

    private static void add(ObjectKind kind, ApiWrites writes, JsonNode object, List<Leftover> found) {
        Seen<?> seen = FoundObject.of(kind, object).seen();
        if (seen != null) {
            ObjectName name = ObjectName.of(object);
            found.add(new Leftover(
                    kind.label(), name, seen.goes(), () -> writes.delete(name, seen.uid(), seen.version())));
        }
    }

    private boolean conditions(String version, List<Leftover> found) throws InterruptedException {
        return list(
                new Served(SeenExports.LABEL, "ServiceExportList", MULTICLUSTER + version, SeenExports.PLURAL),
                "",
                (writes, object) -> addConditions(writes, object, found));
    }

    private static void addConditions(ApiWrites writes, JsonNode object, List<Leftover> found) {
        if (isStatusOurs(object)) {
            SeenExport export = SeenExport.of(object);
            ObjectNode nothing = export.toChangeStatus(List.of());
            // No status at all: what was applied before and is not named any more goes, and so does the name of its
            // manager.
            nothing.remove("status");
            found.add(new Leftover(
                    SeenExports.LABEL + "/status",
                    export.name(),
                    false,
                    () -> writes.applyStatus(export.name(), nothing)));
        }
    }

    private boolean properties(String version, List<Leftover> found) throws InterruptedException {
        return list(
                new Served(ClusterProperties.LABEL, "ClusterPropertyList", ABOUT + version, ClusterProperties.PLURAL),
                StandardKeys.SELECTOR,
                (writes, object) -> addProperty(writes, object, found));
    }

    private static void addProperty(ApiWrites writes, JsonNode object, List<Leftover> found) {
        ObjectName name = ObjectName.of(object);
        if (PROPERTIES.contains(name.name())) {
            JsonNode metadata = object.path("metadata");
            String uid = metadata.path("uid").asString("");
            String version = metadata.path("resourceVersion").asString("");
            boolean ending = metadata.has("deletionTimestamp");
            found.add(new Leftover(ClusterProperties.LABEL, name, ending, () -> writes.delete(name, uid, version)));
        }
    }

    private static boolean isStatusOurs(JsonNode object) {
        return object.path("metadata")
                .path("managedFields")
                .valueStream()
                .anyMatch(each -> each.path("manager").asString("").equals(ApiWrites.manager())
                        && each.path("subresource").asString("").equals("status"));
    }

    /** Kinds that could not be read when it was looked last, with why: what there is of them stays. */
    public Map<String, String> unread() {
        return Map.copyOf(unread);
    }

    /** @return whether it is served, or cannot be asked for; what is not served has no objects */
    private boolean list(Served kind, String selector, Each each) throws InterruptedException {
        ApiWrites writes = kind.writes(server);
        try {
            return reads.list(
                    kind.label(), kind.path(), selector, kind.listKind(), object -> each.accept(writes, object));
        } catch (ApiException e) {
            unread.put(kind.label(), String.valueOf(e.getMessage()));
            return true;
        }
    }
}
