// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.container;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A web server that says who it is and whom it sees: {@code <name> sees <caller's address>}. Needs nothing but Java; one class file. */
final class EchoServer {
    private EchoServer() {}

    /** Arguments: the port, the name. */
    public static void main(String[] args) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(Integer.parseInt(args[0])), 16);
        server.createContext("/", exchange -> {
            String caller = exchange.getRemoteAddress().getAddress().getHostAddress();
            byte[] body = (args[1] + " sees " + caller + "\n").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            try (var out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        server.start();
    }
}
