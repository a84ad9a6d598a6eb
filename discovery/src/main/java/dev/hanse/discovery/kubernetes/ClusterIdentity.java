// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import dev.hanse.discovery.kubernetes.ApiException.Reason;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/**
 * Makes sure that it is still the same cluster: the namespace {@code kube-system}, which every cluster has, keeps its uid as long as the cluster's data. An API server
 * that has lost its data answers with no services, and so does another cluster's; neither means that they were deleted. For any thread.
 */
final class ClusterIdentity {

    private static final Question QUESTION = new Question("get", "namespaces");

    private String known = "";

    void require(ApiServer server, Duration patience) throws ApiException, InterruptedException {
        try (QuietStream answer = server.get(QUESTION, "/api/v1/namespaces/kube-system", patience)) {
            JsonNode namespace = ApiAnswers.object(answer);
            require(namespace.path("metadata").path("uid").asString(""));
        } catch (ApiException e) {
            throw e.reason() != Reason.NOT_FOUND
                    ? e
                    : new ApiException(
                            Reason.FAILED,
                            "there is no namespace kube-system, so the API server has just begun or has lost its data;"
                                    + " what it had stays exported");
        }
    }

    private synchronized void require(String uid) throws ApiException {
        if (uid.isEmpty() || (!known.isEmpty() && !known.equals(uid))) {
            throw new ApiException(
                    Reason.FAILED,
                    "the namespace kube-system has uid \"" + uid + "\" (expected: \"" + known
                            + "\"), so it is another cluster, or one that has lost its data; restart the gateway if that is meant");
        }
        known = uid;
    }
}
