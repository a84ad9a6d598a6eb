// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpHeaders;

/**
 * What an API server answered.
 *
 * @param status of HTTP
 * @param headers for example Retry-After
 * @param body JSON, mostly
 */
public record ApiReply(int status, HttpHeaders headers, String body) {

    /** Whether the status is 200 to 299. */
    public boolean succeeded() {
        return status / 100 == 2;
    }

    /** This, where it succeeded; fails the test with what the server said otherwise. */
    public ApiReply orFail() {
        if (!succeeded()) {
            throw new AssertionError("status " + status + ": " + body);
        }
        return this;
    }

    /** The object in the body. */
    public JsonObject json() {
        return new JsonObject(body);
    }
}
