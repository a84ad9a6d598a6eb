// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What a request to delete one very object says. */
final class Deletion {

    private Deletion() {}

    static JsonNode of(String uid, String resourceVersion) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return json.objectNode()
                .put("apiVersion", "v1")
                .put("kind", "DeleteOptions")
                .put("propagationPolicy", "Background")
                .set("preconditions", json.objectNode().put("uid", uid).put("resourceVersion", resourceVersion));
    }
}
