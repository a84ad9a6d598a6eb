// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import java.io.InputStream;
import java.net.http.HttpResponse;
import tools.jackson.databind.JsonNode;

/** Reads the answers to requests that change something. */
final class Outcomes {

    private Outcomes() {}

    static Outcome of(Question question, HttpResponse<?> response, InputStream body) throws ApiException {
        int status = response.statusCode();
        if (status >= 200 && status < 300) {
            return new Outcome.Done(ApiAnswers.object(body));
        }
        JsonNode said = Refusals.status(body);
        String message = question + ": HTTP " + status + Refusals.inBrackets(said);
        return switch (status) {
            case 400, 413, 415, 422 -> new Outcome.Invalid(message);
            case 401 -> new Outcome.Forbidden(question, message + Refusals.UNKNOWN_CALLER);
            case 403 -> forbidden(question, said, message);
            case 404 -> new Outcome.NotFound(message);
            case 409 -> exists(said) ? new Outcome.AlreadyExists(message) : new Outcome.Conflict(message);
            case 410 -> new Outcome.Gone(message);
            case 429, 503 -> new Outcome.TooManyRequests(Refusals.retryAfter(response), message);
            default -> new Outcome.Failed(message);
        };
    }

    private static boolean exists(JsonNode said) {
        return said.path("reason").asString("").equals("AlreadyExists");
    }

    /** Admission answers 403 as well. A quota says so in words only, which have been the same since Kubernetes 1.0. */
    private static Outcome forbidden(Question question, JsonNode said, String message) {
        if (said.path("details").path("causes").valueStream().anyMatch(Outcomes::isTerminating)) {
            return new Outcome.Terminating(message);
        }
        if (said.path("message").asString("").contains("exceeded quota")) {
            return new Outcome.QuotaExceeded(message);
        }
        return new Outcome.Forbidden(question, message + Refusals.toGrant(question));
    }

    private static boolean isTerminating(JsonNode cause) {
        return cause.path("reason").asString("").equals("NamespaceTerminating");
    }
}
