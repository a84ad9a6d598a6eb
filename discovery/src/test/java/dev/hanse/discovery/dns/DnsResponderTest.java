// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.discovery.dns.udp.NioUdpEngine;
import dev.hanse.discovery.dns.zone.Origin;
import dev.hanse.discovery.model.ClusterAddresses;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.net.testing.Eventually;
import io.vertx.core.Vertx;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** Protects the responder as its users see it: real sockets, both transports, start and end. */
class DnsResponderTest {

    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final String WEB = "web.shop.svc.clusterset.local";

    private final Vertx vertx = Vertx.vertx();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    private DnsResponder start(DnsConfig config) {
        return start(new DnsZone(config));
    }

    private DnsResponder start(DnsZone zone) {
        DnsResponder responder = DnsResponder.start(vertx, zone);
        open.add(responder);
        return responder;
    }

    private static DnsConfig config() {
        return DnsConfig.of(List.of(ANY_PORT), "clusterset.local");
    }

    private static TestView web(String address) {
        return new TestView("east").clusterSetIp("shop/web", "http/tcp/80").endpoints("shop/web", "east", address);
    }

    private static Message ask(DnsResponder responder, boolean tcp, String name) throws IOException {
        SimpleResolver resolver = new SimpleResolver(responder.addresses().getFirst());
        resolver.setTCP(tcp);
        resolver.setTimeout(Duration.ofSeconds(10));
        return resolver.send(Asker.query(name, Type.A));
    }

    @Test
    void answersTheNewestViewOnBothTransports() throws IOException {
        DnsZone zone = new DnsZone(config());
        DnsResponder responder = start(zone);
        assertThat(ask(responder, false, WEB).getRcode()).isEqualTo(Rcode.SERVFAIL);
        for (int version = 1; version <= 3; version++) {
            long wanted = version;
            zone.publish(web("10.0.0." + version).version(version), Set.of(), ClusterAddresses.NONE);
            Eventually.await("the newest view", () -> responder.statistics().viewVersion() == wanted);
            for (boolean tcp : List.of(false, true)) {
                assertThat(Asker.lines(ask(responder, tcp, WEB), 1)).contains("A 10.0.0." + version + "\n");
            }
        }
    }

    @Test
    void theFirstAnswerIsFromAViewThatWasThereBefore() throws Exception {
        DnsZone zone = new DnsZone(config());
        zone.publish(web("10.0.0.9").version(1), Set.of(), ClusterAddresses.NONE);
        zone.awaitView(Duration.ofSeconds(10));
        assertThat(Asker.lines(ask(start(zone), false, WEB), 1)).contains("A 10.0.0.9\n");
    }

    @Test
    void countsWhatItDoes() throws IOException {
        DnsZone zone = new DnsZone(config().withWorkers(2));
        DnsResponder responder = start(zone);
        zone.publish(web("10.0.0.1").version(4), Set.of(new ClusterId("east")), ClusterAddresses.NONE);
        Eventually.await("ready", () -> responder.statistics().ready());
        ask(responder, false, WEB);
        ask(responder, false, "nobody.svc.clusterset.local");
        ask(responder, true, WEB);
        DnsStatistics statistics = responder.statistics();
        assertThat(statistics.udpQueries()).isEqualTo(2);
        assertThat(statistics.tcpQueries()).isEqualTo(1);
        assertThat(statistics.answers()).containsEntry("NOERROR", 2L).containsEntry("NXDOMAIN", 1L);
        assertThat(statistics.panicServices()).isEqualTo(1);
        assertThat(statistics.panicAnswers()).isEqualTo(2);
        assertThat(statistics.services()).isEqualTo(1);
        assertThat(responder.answersByOrigin())
                .containsExactly(Map.entry(new Origin(ServiceName.parse("shop/web"), new ClusterId("east")), 2L));
    }

    @Test
    void worksOnThePortableEngine() throws IOException {
        DnsResponder responder = DnsResponder.start(vertx, new DnsZone(config()), NioUdpEngine::open);
        open.add(responder);
        assertThat(ask(responder, false, WEB).getRcode()).isEqualTo(Rcode.SERVFAIL);
    }

    @Test
    void saysWhichAddressIsTakenAndWhatToDo() throws IOException {
        try (DatagramSocket taken = new DatagramSocket(ANY_PORT)) {
            InetSocketAddress address = (InetSocketAddress) taken.getLocalSocketAddress();
            for (int workers : List.of(1, 2)) {
                DnsConfig config = DnsConfig.of(List.of(ANY_PORT, address), "clusterset.local")
                        .withWorkers(workers);
                assertThatThrownBy(() -> start(config))
                        .isInstanceOf(DnsStartException.class)
                        .hasMessageContaining("port " + address.getPort() + " UDP: Address already in use")
                        .hasMessageContaining("ss -lntup");
            }
        }
    }

    @Test
    void closesTwice() {
        DnsResponder responder = start(config());
        responder.close();
        responder.close();
        InetSocketAddress address = responder.addresses().getFirst();
        // Vert.x closes a listening socket a moment after it has said so.
        Eventually.await("the port is free", () -> isFree(address));
    }

    /** Not asked by a connection: to a port that nobody has, one may meet itself. */
    private static boolean isFree(InetSocketAddress address) {
        try (ServerSocket socket = new ServerSocket(address.getPort(), 1, address.getAddress())) {
            return socket.isBound();
        } catch (IOException _) {
            return false;
        }
    }

    @Test
    void answersPipelinedQueriesInSmallPieces() throws IOException {
        DnsResponder responder = start(config());
        InetSocketAddress address = responder.addresses().getFirst();
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            socket.setTcpNoDelay(true);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            byte[] query = Asker.query(WEB, Type.A).toWire();
            for (int i = 0; i < 3; i++) {
                out.writeShort(query.length);
                for (byte octet : query) {
                    out.write(octet);
                    out.flush();
                }
            }
            DataInputStream in = new DataInputStream(socket.getInputStream());
            for (int i = 0; i < 3; i++) {
                byte[] answer = in.readNBytes(in.readUnsignedShort());
                assertThat(answer).startsWith(query[0], query[1]);
            }
        }
    }

    @Test
    void closesTheOldestConnectionOfAGreedyClient() throws IOException {
        DnsResponder responder = start(config());
        InetSocketAddress address = responder.addresses().getFirst();
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 160; i++) {
                sockets.add(new Socket(address.getAddress(), address.getPort()));
            }
            assertThat(ask(responder, true, WEB).getRcode()).isEqualTo(Rcode.SERVFAIL);
            sockets.getFirst().setSoTimeout(10_000);
            assertThat(sockets.getFirst().getInputStream().read()).isEqualTo(-1);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void endsConnectionsThatSendRubbish() throws IOException {
        DnsResponder responder = start(config());
        InetSocketAddress address = responder.addresses().getFirst();
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(new byte[2]);
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }
}
