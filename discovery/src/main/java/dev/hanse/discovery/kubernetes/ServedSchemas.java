// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import dev.hanse.discovery.kubernetes.ApiException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Asks which fields the kinds of one group and version have, as the API server declares them for its clients (OpenAPI v3). Everybody may ask. For any thread; requests block it. */
public final class ServedSchemas {

    /** The document of the group is some 60 KiB. */
    private static final int MOST_OCTETS = 4 << 20;

    private final ApiServer server;
    private final KubernetesTimings timings;

    /** @param timings says how long an answer may take */
    public ServedSchemas(ApiServer server, KubernetesTimings timings) {
        this.server = server;
        this.timings = timings;
    }

    /**
     * The schema of a kind; empty: the server does not say, or has no such kind.
     *
     * @param group path of group and version, as {@code /apis/multicluster.x-k8s.io/v1beta1}
     */
    public Optional<JsonNode> of(String group, String kind) throws InterruptedException {
        try (QuietStream answer =
                server.get(new Question("get", "/openapi/v3"), "/openapi/v3" + group, timings.answer())) {
            return schema(document(answer), group.substring(group.lastIndexOf('/') + 1), kind);
        } catch (ApiException | IOException _) {
            return Optional.empty();
        }
    }

    private static JsonNode document(QuietStream answer) throws IOException, ApiException {
        byte[] octets = answer.readNBytes(MOST_OCTETS + 1);
        if (octets.length > MOST_OCTETS) {
            throw new ApiException(Reason.FAILED, "the schemas have more than " + MOST_OCTETS + " octets");
        }
        return ApiAnswers.object(new ByteArrayInputStream(octets));
    }

    private static Optional<JsonNode> schema(JsonNode document, String version, String kind) {
        return document.path("components")
                .path("schemas")
                .propertyStream()
                .map(Map.Entry::getValue)
                .filter(schema -> schema.path("x-kubernetes-group-version-kind")
                        .valueStream()
                        .anyMatch(each -> each.path("kind").asString("").equals(kind)
                                && each.path("version").asString("").equals(version)))
                .findFirst();
    }
}
