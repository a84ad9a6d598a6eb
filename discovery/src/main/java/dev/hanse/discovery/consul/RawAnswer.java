// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.io.IOException;
import java.util.Objects;

/**
 * An answer over HTTP that has come in whole.
 *
 * @param status of HTTP
 * @param index header {@code X-Consul-Index}; empty: none
 * @param filtered header {@code X-Consul-Results-Filtered-By-ACLs}
 * @param body at most {@value #MAX_OCTETS} octets
 */
record RawAnswer(int status, String index, boolean filtered, Buffer body) {

    /** Room for the limit of instances, each with several checks and their outputs of up to 4 KiB. */
    static final int MAX_OCTETS = 64 << 20;

    /** Collects it; fails where it breaks off or is too long. */
    static Future<RawAnswer> of(HttpClientResponse response) {
        Promise<RawAnswer> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        response.exceptionHandler(whole::tryFail);
        response.endHandler(_ -> whole.tryComplete(of(response, body)));
        response.handler(part -> {
            if (body.length() + part.length() > MAX_OCTETS) {
                whole.tryFail(new IOException("answer is longer than " + (MAX_OCTETS >> 20) + " MiB"));
                response.request().connection().close();
            } else {
                body.appendBuffer(part);
            }
        });
        return whole.future();
    }

    private static RawAnswer of(HttpClientResponse response, Buffer body) {
        return new RawAnswer(
                response.statusCode(),
                Objects.requireNonNullElse(response.getHeader("X-Consul-Index"), ""),
                "true".equals(response.getHeader("X-Consul-Results-Filtered-By-ACLs")),
                body);
    }
}
