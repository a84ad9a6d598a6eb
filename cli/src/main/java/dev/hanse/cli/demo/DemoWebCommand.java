// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hanse demo-web}: a web server whose page says who answered and from which address the client came. */
@Command(
        name = "demo-web",
        hidden = true,
        description = "Serves the demo's page: who answers, and who was seen to ask.")
public final class DemoWebCommand implements Callable<Integer> {

    @Option(names = "--listen", required = true, paramLabel = "ADDRESS:PORT", description = "Where to serve.")
    private String listen = "";

    @Option(names = "--name", required = true, paramLabel = "NAME", description = "What the page calls this server.")
    private String name = "";

    @Override
    public Integer call() throws IOException, InterruptedException {
        int colon = listen.lastIndexOf(':');
        InetSocketAddress address = new InetSocketAddress(
                InetAddress.ofLiteral(listen.substring(0, colon)), Integer.parseInt(listen.substring(colon + 1)));
        HttpServer server = HttpServer.create(address, 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
        new CountDownLatch(1).await();
        return 0;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String client = exchange.getRemoteAddress().getAddress().getHostAddress();
            byte[] page = ("I am " + name + " and I see " + client + "\n").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
        }
    }
}
