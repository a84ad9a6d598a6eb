// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.node.names.Redirection;
import dev.hanse.node.routes.RouteKeeper;
import dev.hanse.node.routes.WantedRoutes;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Protects the probes of a node from who asks slowly, and that a node shows where it leads DNS queries. */
final class StatusServerTest {

    private static final int LIMIT_MILLIS = 60_000;

    private static final Redirection REDIRECTION = new Redirection(List.of(new Redirection.Way(
            Set.of(new InetSocketAddress(InetAddress.ofLiteral("2001:db8::1"), 53)),
            new InetSocketAddress(InetAddress.ofLiteral("2001:db8::2"), 9453))));

    private static final NodeStatus STATUS = new NodeStatus(
            "node-1", "test", List.of(), WantedRoutes.NONE, RouteKeeper.State.NONE, REDIRECTION, List.of());

    @Test
    void halfARequestKeepsNobodyWaiting() throws IOException {
        InetSocketAddress listen = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
        try (StatusServer server = StatusServer.start(listen, () -> STATUS);
                Socket slow = new Socket()) {
            slow.connect(server.address());
            slow.getOutputStream().write("GET /healthz HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
            slow.getOutputStream().flush();
            assertThat(answer(server, "/healthz")).isEqualTo(200);
            assertThat(answer(server, "/readyz")).isEqualTo(503);
        }
    }

    @Test
    void whereQueriesAreLedIsShown() {
        assertThat(StatusText.document(STATUS).replaceAll("\\s", ""))
                .contains(
                        "\"dnsRedirections\":[{\"from\":[\"[2001:db8:0:0:0:0:0:1]:53\"],\"to\":\"[2001:db8:0:0:0:0:0:2]:9453\"}]");
        assertThat(StatusText.metrics(STATUS)).contains("\nhanse_node_dns_redirected 1\n");
    }

    private static int answer(StatusServer server, String path) throws IOException {
        URI asked = URI.create("http://127.0.0.1:" + server.address().getPort() + path);
        HttpURLConnection connection = (HttpURLConnection) asked.toURL().openConnection();
        connection.setConnectTimeout(LIMIT_MILLIS);
        connection.setReadTimeout(LIMIT_MILLIS);
        try {
            return connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }
}
