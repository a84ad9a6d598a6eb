// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.diagnose;

import dev.hanse.discovery.kubernetes.ApiServer;
import dev.hanse.discovery.kubernetes.ApiWrites;
import dev.hanse.discovery.kubernetes.ObjectName;
import dev.hanse.discovery.kubernetes.Outcome;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Whether the service account of the gateways may do what gateways do. Asks the API server about each right; nothing is written by that. */
final class RoleCheck implements Check {

    private static final String LABEL = "subjectaccessreviews.authorization.k8s.io";
    private static final String GROUP = "/apis/authorization.k8s.io/v1";

    private final ApiWrites reviews;
    private final ObjectName account;
    private final List<Right> rights;

    /** @param account of the gateways */
    RoleCheck(ApiServer server, ObjectName account, List<Right> rights) {
        this.reviews = new ApiWrites(server, LABEL, GROUP, "subjectaccessreviews");
        this.account = account;
        this.rights = List.copyOf(rights);
    }

    @Override
    public String name() {
        return "role";
    }

    @Override
    public List<Diagnosis> look() throws InterruptedException {
        List<String> missing = new ArrayList<>();
        for (Right right : rights) {
            switch (reviews.create("", review(right))) {
                case Outcome.Done(var answer) -> {
                    if (!answer.path("status").path("allowed").asBoolean(false)) {
                        missing.add(right.text());
                    }
                }
                case Outcome other -> {
                    return List.of(Diagnosis.unknown(
                            name(), account.toString(), other.message(), "ask with the rights of an administrator"));
                }
            }
        }
        return List.of(judge(missing));
    }

    private Diagnosis judge(List<String> missing) {
        return missing.isEmpty()
                ? Diagnosis.ok(name(), account.toString(), "has all " + rights.size() + " rights")
                : Diagnosis.failed(
                        name(),
                        account.toString(),
                        "may not: " + String.join(", ", missing),
                        "if the gateways have another service account, name it: --service-account NAMESPACE/NAME; if this is theirs: helm upgrade with the chart of this version, or kubectl apply -f deploy/kubernetes/role.yaml where no chart is installed");
    }

    private ObjectNode review(Right right) {
        ObjectNode review = JsonNodeFactory.instance.objectNode();
        review.put("apiVersion", "authorization.k8s.io/v1").put("kind", "SubjectAccessReview");
        ObjectNode spec = review.putObject("spec");
        spec.put("user", "system:serviceaccount:" + account.namespace() + ":" + account.name());
        spec.putArray("groups")
                .add("system:serviceaccounts")
                .add("system:serviceaccounts:" + account.namespace())
                .add("system:authenticated");
        spec.putObject("resourceAttributes")
                .put("group", right.group())
                .put("resource", right.kind())
                .put("subresource", right.subresource())
                .put("verb", right.verb())
                .put("namespace", right.namespace().isEmpty() ? "" : account.namespace())
                .put("name", right.name());
        return review;
    }
}
