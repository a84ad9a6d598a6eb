// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import dev.hanse.discovery.kubernetes.ApiException.Reason;
import dev.hanse.discovery.model.ClusterId;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Makes sure that it is still the same cluster: the namespace {@code kube-system}, which every cluster has, keeps its uid as long as the cluster's data. An API server
 * that has lost its data answers with no services, and so does another cluster's; neither means that they were deleted. For any thread.
 */
final class ClusterIdentity {

    private static final Question QUESTION = new Question("get", "namespaces");

    private static final Question PROPERTY = new Question("get", RegisteredCluster.LABEL);

    private final Optional<ClusterId> registered;
    private String known = "";

    /** @param registered what the cluster's own ClusterProperty is to say, if anything; empty: nobody asks */
    ClusterIdentity(Optional<ClusterId> registered) {
        this.registered = registered;
    }

    void require(ApiServer server, Duration patience) throws ApiException, InterruptedException {
        requireSame(server, patience);
        if (registered.isPresent()) {
            requireAgreed(registered.get(), server, patience);
        }
    }

    /** A cluster without such a property, or that does not say, is not asked again until the next time. */
    private static void requireAgreed(ClusterId registered, ApiServer server, Duration patience)
            throws ApiException, InterruptedException {
        for (String path : RegisteredCluster.PATHS) {
            try (QuietStream answer = server.get(PROPERTY, path + "/" + RegisteredCluster.ID, patience)) {
                String said =
                        ApiAnswers.object(answer).path("spec").path("value").asString("");
                Optional<String> trouble = RegisteredCluster.trouble(registered, said);
                if (trouble.isPresent()) {
                    throw new ApiException(Reason.FAILED, trouble.get());
                }
                return;
            } catch (ApiException e) {
                if (e.reason() != Reason.NOT_FOUND && e.reason() != Reason.FORBIDDEN) {
                    throw e;
                }
            }
        }
    }

    private void requireSame(ApiServer server, Duration patience) throws ApiException, InterruptedException {
        try (QuietStream answer = server.get(QUESTION, "/api/v1/namespaces/kube-system", patience)) {
            JsonNode namespace = ApiAnswers.object(answer);
            require(namespace.path("metadata").path("uid").asString(""));
        } catch (ApiException e) {
            throw unread(e);
        }
    }

    /** Says nothing of the kind that is to be read. */
    private static ApiException unread(ApiException e) {
        return switch (e.reason()) {
            case NOT_FOUND ->
                new ApiException(
                        Reason.FAILED,
                        "there is no namespace kube-system, so the API server has just begun or has lost its data;"
                                + " what it had stays exported");
            case FORBIDDEN -> new ApiException(Reason.REFUSED, String.valueOf(e.getMessage()), e);
            case ABSENT, EXPIRED, REFUSED, BROKEN, FAILED -> e;
        };
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
