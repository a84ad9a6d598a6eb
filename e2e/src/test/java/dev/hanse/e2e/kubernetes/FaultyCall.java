// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/** One request through {@link FaultyApi}, with its answer, which is without end where it is a watch. */
final class FaultyCall implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Duration DELAY = Duration.ofSeconds(2);
    private static final String REFUSAL = """
            {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"%s","reason":"%s","code":%d}""";

    private final FaultyApi api;
    private final RequestHead request;
    private final Socket client;

    /** Guards what goes to the client: a piece of the server's, or our own end of it. */
    private final Object output = new Object();

    private boolean begun;

    FaultyCall(FaultyApi api, RequestHead request, Socket client) {
        this.api = api;
        this.request = request;
        this.client = client;
    }

    boolean isOf(Socket socket) {
        return client.equals(socket);
    }

    /** Returns when the answer has ended. */
    void run() throws IOException, InterruptedException {
        ApiFault fault = api.faultOf(request);
        switch (fault) {
            case TOO_MANY_REQUESTS -> refuse(429, "Retry-After: 1\r\n", "TooManyRequests");
            case FORBIDDEN -> refuse(403, "", "Forbidden");
            case CONFLICT -> refuse(409, "", "Conflict");
            case SERVER_ERROR -> refuse(500, "", "InternalError");
            case EXPIRED_CONTINUE -> {
                if (request.target().contains("continue=")) {
                    answer(410, "", WatchEnd.status());
                } else {
                    forward();
                }
            }
            case CUT_LIST -> {
                if (request.isRead()) {
                    cut();
                } else {
                    forward();
                }
            }
            case DELAY -> {
                Thread.sleep(DELAY);
                forward();
            }
            case NONE, SILENCE, SILENT_WATCHES, GONE_IN_WATCH -> forward();
        }
    }

    private void forward() throws IOException, InterruptedException {
        try (Socket server = send()) {
            Thread.ofVirtual().start(() -> carryRest(server));
            InputStream in = server.getInputStream();
            byte[] piece = new byte[64 * 1024];
            for (int octets = in.read(piece); octets >= 0; octets = in.read(piece)) {
                awaitSound();
                synchronized (output) {
                    client.getOutputStream().write(piece, 0, octets);
                    begun = true;
                }
                onFault();
            }
        }
    }

    private void cut() throws IOException {
        try (Socket server = send()) {
            byte[] whole = server.getInputStream().readAllBytes();
            int head = new String(whole, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n") + 4;
            client.getOutputStream().write(Arrays.copyOf(whole, head + (whole.length - head) / 2));
        }
    }

    private Socket send() throws IOException {
        byte[] body = client.getInputStream().readNBytes(request.bodyOctets());
        Socket server = api.connect();
        OutputStream out = server.getOutputStream();
        out.write(request.alone());
        out.write(body);
        return server;
    }

    /** What the client says further on a WebSocket, and that it has gone. */
    private void carryRest(Socket server) {
        try (server) {
            client.getInputStream().transferTo(server.getOutputStream());
        } catch (IOException _) {
            // One end has gone, which the other direction notices too.
        }
    }

    private void awaitSound() throws InterruptedException {
        while (isSilent() && !client.isClosed()) {
            Thread.sleep(PAUSE);
        }
    }

    private boolean isSilent() {
        ApiFault fault = api.faultOf(request);
        return fault == ApiFault.SILENCE || (fault == ApiFault.SILENT_WATCHES && request.isWatch());
    }

    /** Ends a watch that has begun, where its version is to be gone. */
    void onFault() {
        synchronized (output) {
            if (begun && request.isWatch() && api.faultOf(request) == ApiFault.GONE_IN_WATCH) {
                try {
                    client.getOutputStream().write(request.isUpgrade() ? WatchEnd.frames() : WatchEnd.chunks());
                } catch (IOException _) {
                    // The client has gone.
                }
                close();
            }
        }
    }

    private void refuse(int status, String header, String reason) throws IOException {
        answer(status, header, REFUSAL.formatted("made up by the test", reason, status));
    }

    private void answer(int status, String header, String body) throws IOException {
        client.getInputStream().readNBytes(request.bodyOctets());
        client.getOutputStream()
                .write("""
                HTTP/1.1 %d Made-Up\r
                Content-Type: application/json\r
                Content-Length: %d\r
                Connection: close\r
                %s\r
                %s""".formatted(status, body.length(), header, body).getBytes(StandardCharsets.US_ASCII));
    }

    /** Ends the client's connection, and so the server's. */
    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException _) {
            // It is closed all the same.
        }
    }
}
