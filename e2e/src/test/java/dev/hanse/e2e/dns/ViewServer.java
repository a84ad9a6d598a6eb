// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.dns;

import dev.hanse.discovery.dns.DnsConfig;
import dev.hanse.discovery.dns.DnsResponder;
import dev.hanse.discovery.dns.DnsZone;
import dev.hanse.discovery.model.ClusterAddresses;
import dev.hanse.discovery.model.ClusterId;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Serves a view from the command line: {@code ViewServer ADDRESS PORT CLUSTER [FILE]}. The file holds what {@link
 * ViewText#load} takes; without one nothing is
 * published yet. Prints {@code listening PORT}. Standard input takes more lines, and {@code unreachable
 * [CLUSTER]...}, {@code publish VERSION}, answered
 * by {@code published VERSION}, and {@code statistics}; its end ends the process.
 */
final class ViewServer {
    /** System property: the file with the key that signs the zone. */
    static final String SIGNING_KEY = "signingKey";

    private static final long POLL_NANOS = 1_000_000;

    private final DnsZone zone;
    private final DnsResponder responder;
    private final ViewText view;
    private Set<ClusterId> unreachable = Set.of();

    private ViewServer(DnsZone zone, DnsResponder responder, ViewText view) {
        this.zone = zone;
        this.responder = responder;
        this.view = view;
    }

    public static void main(String[] arguments) throws IOException {
        Vertx vertx = Vertx.vertx();
        InetSocketAddress listen =
                new InetSocketAddress(InetAddress.ofLiteral(arguments[0]), Integer.parseInt(arguments[1]));
        DnsConfig plain = DnsConfig.of(List.of(listen), "clusterset.local");
        String key = System.getProperty(SIGNING_KEY);
        DnsConfig config = key == null ? plain : plain.withSigningKey(Path.of(key));
        DnsZone zone = new DnsZone(config);
        DnsResponder responder = DnsResponder.start(vertx, zone);
        ViewServer server = new ViewServer(zone, responder, new ViewText(arguments[2]));
        System.out.println("listening " + responder.addresses().getFirst().getPort());
        if (arguments.length > 3) {
            server.view.load(Files.readString(Path.of(arguments[3])).lines());
            server.publish(1);
        }
        server.serve();
        responder.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void serve() throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "publish" -> publish(Long.parseLong(words[1]));
                case "unreachable" -> unreachable = clusters(words);
                case "statistics" -> System.out.println(responder.statistics());
                default -> view.apply(line);
            }
        }
    }

    private static Set<ClusterId> clusters(String[] words) {
        Set<ClusterId> clusters = new HashSet<>();
        Arrays.stream(words).skip(1).map(ClusterId::new).forEach(clusters::add);
        return clusters;
    }

    private void publish(long version) {
        zone.publish(view.view(version), unreachable, ClusterAddresses.NONE);
        do {
            // First wait, then ask: to ask takes time that the zone may be made in.
            LockSupport.parkNanos(POLL_NANOS);
        } while (responder.statistics().viewVersion() != version);
        System.out.println("published " + version);
    }
}
