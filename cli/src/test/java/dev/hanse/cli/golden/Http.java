// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.golden;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks one HTTP server. */
final class Http {

    private static final int PATIENCE_MILLIS = 30_000;

    private final InetSocketAddress server;

    /** What a server answers. */
    record Answer(int status, Optional<String> type, Optional<String> allow, String body) {}

    Http(InetSocketAddress server) {
        this.server = server;
    }

    Answer get(String path) {
        return ask("GET", path);
    }

    /** What an operator's tools see of an answer: status, type, text. */
    String answer(String method, String path) {
        Answer answer = ask(method, path);
        return method + " " + path + ": " + answer.status
                + answer.type.map(type -> ", " + type).orElse("")
                + answer.allow.map(allowed -> ", allow " + allowed).orElse("")
                + (answer.body.isEmpty() ? "" : ", " + answer.body.strip())
                + "\n";
    }

    private Answer ask(String method, String path) {
        try {
            HttpURLConnection connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + server.getPort() + path)
                    .toURL()
                    .openConnection();
            connection.setRequestMethod(method);
            connection.setReadTimeout(PATIENCE_MILLIS);
            int status = connection.getResponseCode();
            return new Answer(
                    status,
                    Optional.ofNullable(connection.getContentType()),
                    Optional.ofNullable(connection.getHeaderField("Allow")),
                    body(status < 400 ? connection.getInputStream() : connection.getErrorStream()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String body(@Nullable InputStream body) throws IOException {
        return body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
}
