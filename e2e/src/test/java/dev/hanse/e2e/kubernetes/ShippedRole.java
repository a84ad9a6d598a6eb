// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;

/** Takes single verbs out of the shipped role, as an operator might. */
final class ShippedRole {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String GROUP = "/apis/rbac.authorization.k8s.io/v1";
    private static final String LEASES = "/apis/coordination.k8s.io/v1/namespaces/hanse/leases/hanse-writer";

    private final KubernetesApi api;

    ShippedRole(KubernetesApi api) {
        this.api = api;
    }

    /** Returns when the API server goes by it. */
    void without(String kind, String resource, String verb) {
        String path = kind.equals("Role") ? GROUP + "/namespaces/hanse/roles/hanse" : GROUP + "/clusterroles/hanse";
        JsonObject role = api.admin().get(path);
        JsonArray left = new JsonArray();
        int taken = 0;
        String group = "";
        for (Object each : role.getJsonArray("rules")) {
            JsonObject rule = (JsonObject) each;
            JsonArray verbs = rule.getJsonArray("verbs");
            if (rule.getJsonArray("resources").contains(resource) && verbs.remove(verb)) {
                taken++;
                group = rule.getJsonArray("apiGroups").getString(0);
            }
            // The API takes no rule without verbs.
            if (!verbs.isEmpty()) {
                left.add(rule);
            }
        }
        assertThat(taken).as("rules with " + verb + " " + resource).isOne();
        api.admin()
                .call(
                        "PATCH",
                        path,
                        "application/merge-patch+json",
                        new JsonObject().put("rules", left).encode())
                .orFail();
        awaitAllowed(group, resource, verb, false);
    }

    private void awaitAllowed(String group, String resource, String verb, boolean allowed) {
        JsonObject attributes = new JsonObject()
                .put("group", group)
                .put("verb", verb)
                .put("resource", resource.replaceFirst("/.*", ""))
                .put("namespace", "hanse");
        if (resource.contains("/")) {
            attributes.put("subresource", resource.replaceFirst(".*/", ""));
        }
        if (resource.equals("leases") && !verb.equals("create")) {
            attributes.put("name", "hanse-writer");
        }
        JsonObject review = new JsonObject()
                .put("apiVersion", "authorization.k8s.io/v1")
                .put("kind", "SelfSubjectAccessReview")
                .put("spec", new JsonObject().put("resourceAttributes", attributes));
        eventually(
                "the role is known",
                LIMIT,
                () -> assertThat(api.hanse()
                                .call(
                                        "POST",
                                        "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
                                        "application/json",
                                        review.encode())
                                .orFail()
                                .json()
                                .getJsonObject("status")
                                .getBoolean("allowed"))
                        .isEqualTo(allowed));
    }

    /** So that it has to be made. */
    void forgetLease() {
        api.admin().call("DELETE", LEASES, "", "");
    }

    /** So that they have to be made. */
    void forgetProperties() {
        for (String each : List.of("cluster.clusterset.k8s.io", "clusterset.k8s.io")) {
            api.admin().call("DELETE", "/apis/about.k8s.io/v1beta1/clusterproperties/" + each, "", "");
        }
    }

    void restore() {
        api.applyFile("role.yaml");
        awaitAllowed("coordination.k8s.io", "leases", "update", true);
    }
}
