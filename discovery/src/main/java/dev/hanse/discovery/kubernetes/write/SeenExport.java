// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import dev.hanse.discovery.kubernetes.ObjectName;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is kept of a user's ServiceExport: enough to write its conditions where they differ.
 *
 * @param api group and version in which it was read
 * @param uid of this object and of none of the same name before or after it
 * @param version its resourceVersion
 * @param goes whether it is being deleted
 * @param conditions those of our types that its status has, in its order
 */
record SeenExport(
        ObjectName name, String api, String uid, String version, boolean goes, List<WrittenCondition> conditions) {

    SeenExport {
        conditions = List.copyOf(conditions);
    }

    static SeenExport of(JsonNode object) {
        JsonNode metadata = object.path("metadata");
        return new SeenExport(
                ObjectName.of(object),
                object.path("apiVersion").asString("multicluster.x-k8s.io/v1beta1"),
                metadata.path("uid").asString(""),
                metadata.path("resourceVersion").asString(""),
                metadata.hasNonNull("deletionTimestamp"),
                object.path("status")
                        .path("conditions")
                        .valueStream()
                        .map(WrittenCondition::of)
                        .filter(WrittenCondition::isStandard)
                        .toList());
    }

    /** The status, as it is applied: to this very object, unless somebody has changed it since. */
    ObjectNode toChangeStatus(List<WrittenCondition> wanted) {
        ObjectNode object = Body.empty().put("apiVersion", api).put("kind", "ServiceExport");
        object.putObject("metadata")
                .put("name", name.name())
                .put("namespace", name.namespace())
                .put("uid", uid)
                .put("resourceVersion", version);
        ArrayNode all = object.putObject("status").putArray("conditions");
        wanted.forEach(each -> all.add(each.json()));
        return object;
    }

    /** {@code ServiceExport shop/web}. */
    @Override
    public String toString() {
        return "ServiceExport " + name;
    }
}
