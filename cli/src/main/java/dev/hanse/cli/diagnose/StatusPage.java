// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.diagnose;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The status document of a process, by HTTP. For one thread; requests block it. */
final class StatusPage {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** That of a gateway names every service and endpoint. */
    private static final int MOST_OCTETS = 256 << 20;

    private final URI address;

    /** @param address of the process, without {@code /status} */
    StatusPage(URI address) {
        this.address = address;
    }

    URI address() {
        return address;
    }

    /** @throws IOException if there is none; its message says why */
    JsonNode read() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/status"))
                .timeout(PATIENCE)
                .build();
        try (HttpClient client = HttpClient.newBuilder()
                .connectTimeout(PATIENCE)
                .proxy(HttpClient.Builder.NO_PROXY)
                .build()) {
            HttpResponse<InputStream> answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                return document(answer.statusCode(), body.readNBytes(MOST_OCTETS));
            }
        }
    }

    private JsonNode document(int status, byte[] body) throws IOException {
        if (status != 200) {
            throw new IOException(address + "/status answers with status " + status + " (expected: 200)");
        }
        try {
            JsonNode document = JsonMapper.shared().readTree(body);
            if (document.isObject()) {
                return document;
            }
        } catch (JacksonException _) {
            // Said below.
        }
        throw new IOException(address + "/status is no status document (expected: a JSON object)");
    }
}
