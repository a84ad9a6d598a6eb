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
import tools.jackson.databind.json.JsonMapper;

/** Makes failures of answers whose status is not 200. */
final class Refusals {

    private static final int MAX_OCTETS = 16 * 1024;
    private static final int LONGEST_MESSAGE = 300;
    private static final int LONGEST_WAIT = 60;
    private static final JsonMapper MAPPER = new JsonMapper();

    private Refusals() {}

    static ApiException of(Question question, HttpResponse<?> response, InputStream body) {
        int status = response.statusCode();
        String said = question + ": HTTP " + status + said(body);
        return switch (status) {
            case 401 -> new ApiException(Reason.REFUSED, said + "; the token or certificate is not accepted: renew it");
            case 403 ->
                new ApiException(
                        Reason.REFUSED,
                        said + "; grant the verb \"" + question.verb() + "\" on " + question.resource()
                                + " to the gateway's service account, in a ClusterRole");
            case 404 -> new ApiException(Reason.NOT_FOUND, said);
            case 410 -> new ApiException(Reason.EXPIRED, said);
            default -> new ApiException(Reason.FAILED, said, retryAfter(response));
        };
    }

    /** The server's words, which may be anybody's. */
    private static String said(InputStream body) {
        try {
            String message =
                    MAPPER.readTree(body.readNBytes(MAX_OCTETS)).path("message").asString("");
            String visible = VisibleText.of(message);
            return visible.isEmpty()
                    ? ""
                    : " ("
                            + (visible.length() <= LONGEST_MESSAGE
                                    ? visible
                                    : VisibleText.head(visible, LONGEST_MESSAGE) + "…")
                            + ")";
        } catch (IOException | JacksonException _) {
            return "";
        }
    }

    /** In seconds; a date, which the API does not send, counts as nothing. */
    private static Duration retryAfter(HttpResponse<?> response) {
        try {
            String seconds = response.headers().firstValue("Retry-After").orElse("0");
            return Duration.ofSeconds(Math.clamp(Long.parseLong(seconds), 0, LONGEST_WAIT));
        } catch (NumberFormatException _) {
            return Duration.ZERO;
        }
    }
}
