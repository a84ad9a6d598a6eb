// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import dev.hanse.discovery.kubernetes.ApiException.Reason;
import dev.hanse.net.text.VisibleText;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Makes failures of answers whose status is not 200. */
final class Refusals {

    private static final int MAX_OCTETS = 16 * 1024;
    private static final int LONGEST_MESSAGE = 300;
    private static final int LONGEST_WAIT = 60;
    private static final JsonMapper MAPPER = new JsonMapper();

    private Refusals() {}

    /** What to do about HTTP 401. */
    static final String UNKNOWN_CALLER = "; the token or certificate is not accepted: renew it";

    static ApiException of(Question question, HttpResponse<?> response, InputStream body) {
        int status = response.statusCode();
        String said = question + ": HTTP " + status + inBrackets(status(body));
        return switch (status) {
            case 401 -> new ApiException(Reason.REFUSED, said + UNKNOWN_CALLER);
            case 403 -> new ApiException(Reason.FORBIDDEN, said + toGrant(question));
            case 404 -> new ApiException(Reason.NOT_FOUND, said);
            case 410 -> new ApiException(Reason.EXPIRED, said);
            default -> new ApiException(Reason.FAILED, said, retryAfter(response));
        };
    }

    /** What to do about HTTP 403. */
    static String toGrant(Question question) {
        return "; grant the verb \"" + question.verb() + "\" on " + question.resource()
                + " to the gateway's service account, in a ClusterRole";
    }

    /** What stands in the answer; nothing where that is no JSON. */
    static JsonNode status(InputStream body) {
        try {
            return MAPPER.readTree(body.readNBytes(MAX_OCTETS));
        } catch (IOException | JacksonException _) {
            return MissingNode.getInstance();
        }
    }

    /** The server's words, which may be anybody's. */
    static String inBrackets(JsonNode status) {
        String words = VisibleText.excerpt(status.path("message").asString(""), LONGEST_MESSAGE);
        return words.isEmpty() ? "" : " (" + words + ")";
    }

    /** In seconds; a date, which the API does not send, counts as nothing. */
    static Duration retryAfter(HttpResponse<?> response) {
        try {
            String seconds = response.headers().firstValue("Retry-After").orElse("0");
            return Duration.ofSeconds(Math.clamp(Long.parseLong(seconds), 0, LONGEST_WAIT));
        } catch (NumberFormatException _) {
            return Duration.ZERO;
        }
    }
}
