// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;

/**
 * Stands before the API server of a cluster, with a certificate of the same authority, and does to requests what cannot be asked of a real one. Users come
 * with tokens; it speaks HTTP/1.1, one request for each connection, and WebSockets. In the test's own JVM; for any thread.
 */
public final class FaultyApi implements AutoCloseable {
    private final KubernetesApi cluster;
    private final SSLContext tls;
    private final ServerSocket server;
    private final Set<FaultyCall> calls = ConcurrentHashMap.newKeySet();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private volatile Rule rule = new Rule(ApiFault.NONE, "");

    /**
     * A fault of some requests.
     *
     * @param part what their path and query contain
     */
    private record Rule(ApiFault fault, String part) {}

    /** One without faults. */
    public FaultyApi(KubernetesApi cluster) {
        this.cluster = cluster;
        try {
            tls = cluster.files()
                    .authority()
                    .server("faulty")
                    .trusting(cluster.files().root());
            server = tls.getServerSocketFactory()
                    .createServerSocket(0, 100, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        Thread.ofVirtual().name("faulty-api").start(this::accept);
    }

    /** Where it is, on the machine itself. */
    public URI address() {
        return URI.create("https://127.0.0.1:" + server.getLocalPort());
    }

    /** For {@link KubernetesApi#HANSE}, through here. */
    public Path hanseKubeconfig() {
        return cluster.files().kubeconfig("hanse-faulty", address().toString(), cluster.hanseToken());
    }

    /** From now on this becomes of all requests, also of those under way where the fault says so. */
    public void set(ApiFault fault) {
        set(fault, "");
    }

    /** As {@link #set}, of those alone whose path and query contain this, for example {@code /endpointslices}. */
    public void set(ApiFault fault, String part) {
        rule = new Rule(fault, part);
        calls.forEach(FaultyCall::onFault);
    }

    /** Ends all connections; new ones are taken. */
    public void disconnect() {
        calls.forEach(FaultyCall::close);
    }

    /** Request lines until now, in their order. */
    public List<String> seen() {
        return List.copyOf(seen);
    }

    /** What is to become of a request now. */
    ApiFault faultOf(RequestHead request) {
        Rule now = rule;
        return request.target().contains(now.part()) ? now.fault() : ApiFault.NONE;
    }

    /** A connection to the API server itself. */
    Socket connect() throws IOException {
        URI there = cluster.address();
        return tls.getSocketFactory().createSocket(there.getHost(), there.getPort());
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException _) {
                // Closed.
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            RequestHead request = RequestHead.read(client.getInputStream());
            seen.add(request.first());
            try (FaultyCall call = new FaultyCall(this, request, client)) {
                calls.add(call);
                call.run();
                calls.remove(call);
            }
        } catch (IOException | InterruptedException _) {
            calls.removeIf(each -> each.isOf(client));
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        disconnect();
    }
}
