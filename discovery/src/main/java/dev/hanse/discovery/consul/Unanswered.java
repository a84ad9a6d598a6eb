// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import dev.hanse.net.text.VisibleText;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Says to an operator why a query was not answered, and which setting helps. */
final class Unanswered {

    private static final int LONGEST = 160;
    private static final String CONNECTIONS = "limits.http_max_conns_per_client";

    private final URI address;

    Unanswered(URI address) {
        this.address = address;
    }

    /** No answer came. */
    UnreachableException by(Throwable cause) {
        String text = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return new UnreachableException(
                message(
                        text,
                        "is it running, is the address right, and does " + CONNECTIONS
                                + " allow a connection for each exported service?"),
                cause);
    }

    /** Another answer came. */
    RefusedQueryException by(int status, Buffer body) {
        return new RefusedQueryException(status, message("HTTP " + status + " " + shown(body), hint(status)));
    }

    /** An answer came that cannot be read. */
    RefusedQueryException unreadable(String flaw) {
        return new RefusedQueryException(200, message(flaw, "is that the HTTP API of a Consul agent?"));
    }

    private static String hint(int status) {
        return switch (status) {
            case 401, 403 ->
                "grant the token service:read and node:read; an ACL that is not found was deleted or has expired";
            case 429 ->
                "raise " + CONNECTIONS
                        + " or limits.request_limits of the agent, or let fewer clients on this host ask it";
            case 500, 502, 503, 504 -> "has Consul a leader? The log of the agent says more";
            default -> "is that the HTTP API of a Consul agent?";
        };
    }

    private String message(String what, String hint) {
        return "Consul at " + address + " cannot be read: " + line(what) + " (" + hint + ")";
    }

    private static String shown(Buffer body) {
        return new String(body.getBytes(0, Math.min(body.length(), LONGEST)), StandardCharsets.UTF_8);
    }

    /** One line of printable characters, whatever an answer contains. */
    private static String line(String text) {
        return VisibleText.excerpt(text.strip().lines().findFirst().orElse(""), LONGEST);
    }
}
