// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * A request that an API server has answered, as its audit log has it.
 *
 * @param user for example {@code system:serviceaccount:hanse:hanse}
 * @param verb for example {@code list}
 * @param resource with its group, for example {@code endpointslices.discovery.k8s.io}; empty for what is no resource
 * @param uri path and query
 * @param status of HTTP
 * @param credential which token or certificate of the user; empty: that is not known
 * @param received when the request came
 */
public record AuditEvent(
        String user, String verb, String resource, String uri, int status, String credential, Instant received) {

    static AuditEvent parse(String line) {
        JsonObject event = new JsonObject(line);
        JsonObject object = event.getJsonObject("objectRef", new JsonObject());
        String group = object.getString("apiGroup", "");
        return new AuditEvent(
                event.getJsonObject("user").getString("username", ""),
                event.getString("verb"),
                object.getString("resource", "") + (group.isEmpty() ? "" : "." + group),
                event.getString("requestURI"),
                event.getJsonObject("responseStatus", new JsonObject()).getInteger("code", 0),
                event.getJsonObject("user")
                        .getJsonObject("extra", new JsonObject())
                        .getJsonArray("authentication.kubernetes.io/credential-id", new JsonArray().add(""))
                        .getString(0),
                Instant.parse(event.getString("requestReceivedTimestamp")));
    }
}
