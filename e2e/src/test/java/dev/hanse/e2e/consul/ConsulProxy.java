// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.consul;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands between a source and its agent, and does to answers what networks, proxies and limits do to them. For any thread. */
final class ConsulProxy implements AutoCloseable {

    /** What becomes of an answer. */
    enum Fault {
        /** It comes as it is. */
        NONE,
        /** It comes in small pieces, over some seconds. */
        SLOW,
        /** The connection ends in the middle of it. */
        CUT_OFF,
        /** It has half its length, and says so. */
        SHORTENED,
        /** It is no HTTP. */
        GARBAGE,
        /** Its header is right and its body is not. */
        GARBAGE_BODY,
        /** It is the page of somebody else. */
        FOREIGN_PAGE,
        /** The agent has had enough. */
        TOO_MANY_REQUESTS
    }

    private static final byte[] PAGE = "<html><body>Please log in</body></html>\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ENOUGH =
            "Your IP is issuing too many concurrent connections, please rate limit your calls\n"
                    .getBytes(StandardCharsets.US_ASCII);
    private static final int PIECES = 20;
    private static final long PIECE_MILLIS = 150;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI agent;
    private final ServerSocket server;
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private volatile Fault fault = Fault.NONE;

    ConsulProxy(ConsulAgent agent) throws IOException {
        this.agent = agent.address();
        server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** What becomes of every answer from now on. */
    void set(Fault wanted) {
        fault = wanted;
    }

    /** Ends all connections; new ones are taken. */
    void disconnect() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                clients.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException _) {
                // Closed.
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                answer(client.getOutputStream(), forward(line.split(" ", 3)[1], in));
            }
        } catch (IOException | InterruptedException _) {
            // The connection ends.
        } finally {
            clients.remove(client);
        }
    }

    private HttpResponse<byte[]> forward(String path, BufferedReader in) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(agent + path));
        for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
            if (line.regionMatches(true, 0, "X-Consul-Token:", 0, 15)) {
                request.header("X-Consul-Token", line.substring(15).strip());
            }
        }
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }

    private void answer(OutputStream out, HttpResponse<byte[]> agents) throws IOException, InterruptedException {
        byte[] body = agents.body();
        byte[] half = Arrays.copyOf(body, body.length / 2);
        switch (fault) {
            case NONE -> out.write(message(agents, body.length, body));
            case SLOW -> writeSlowly(out, message(agents, body.length, body));
            case CUT_OFF -> {
                out.write(message(agents, body.length, half));
                throw new IOException("cut off");
            }
            case SHORTENED -> out.write(message(agents, half.length, half));
            case GARBAGE -> {
                out.write(noise(body.length));
                throw new IOException("garbage");
            }
            case GARBAGE_BODY -> out.write(message(agents, body.length, noise(body.length)));
            case FOREIGN_PAGE -> out.write(message("200 OK", "Content-Type: text/html\r\n", PAGE.length, PAGE));
            case TOO_MANY_REQUESTS -> out.write(message("429 Too Many Requests", "", ENOUGH.length, ENOUGH));
        }
    }

    private static void writeSlowly(OutputStream out, byte[] message) throws IOException, InterruptedException {
        int piece = message.length / PIECES + 1;
        for (int at = 0; at < message.length; at += piece) {
            out.write(message, at, Math.min(piece, message.length - at));
            Thread.sleep(PIECE_MILLIS);
        }
    }

    private static byte[] noise(int length) {
        byte[] noise = new byte[length];
        new Random(length).nextBytes(noise);
        return noise;
    }

    private static byte[] message(HttpResponse<byte[]> agents, int length, byte[] body) throws IOException {
        StringBuilder headers = new StringBuilder();
        agents.headers().map().forEach((name, values) -> {
            if (name.toLowerCase(Locale.ROOT).startsWith("x-consul")) {
                headers.append(name).append(": ").append(values.getFirst()).append("\r\n");
            }
        });
        return message(agents.statusCode() + " From the agent", headers.toString(), length, body);
    }

    private static byte[] message(String status, String headers, int length, byte[] body) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.write(("HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        message.write(body);
        return message.toByteArray();
    }

    @Override
    public void close() throws IOException {
        server.close();
        disconnect();
        http.shutdownNow();
    }
}
