// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.model.ClusterAddresses;
import dev.hanse.net.testing.Eventually;
import io.vertx.core.Vertx;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Type;

/** Protects DNS over TLS: another implementation of TLS gets answers, padded where it pads. */
class DnsOverTlsTest {

    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    /** The beginning of a record of TLS with a ClientHello of 512 octets in it. */
    private static final byte[] HANDSHAKE = {22, 3, 1, 2, 4, 1, 0, 2, 0, 3, 3};

    @TempDir
    private Path folder;

    private static SSLSocket connect(KeyStore trusted, InetSocketAddress address) throws Exception {
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        anchors.setCertificateEntry("dns", trusted.getCertificate("dns"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(anchors);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return (SSLSocket) context.getSocketFactory().createSocket(address.getAddress(), address.getPort());
    }

    @Test
    void answersAndPads() throws Exception {
        PemPair pair = PemPair.make(folder, "dns", "EC");
        KeyStore keys = pair.keys();
        DnsTls tls = new DnsTls(ANY_PORT, pair.certificate(), pair.privateKey());
        Vertx vertx = Vertx.vertx();
        DnsConfig config = DnsConfig.of(List.of(ANY_PORT), "clusterset.local").withTls(tls);
        DnsZone zone = new DnsZone(config);
        try (DnsResponder responder = DnsResponder.start(vertx, zone)) {
            zone.publish(new TestView("east").version(1), Set.of(), ClusterAddresses.NONE);
            Eventually.await("ready", () -> responder.statistics().ready());
            try (SSLSocket socket = connect(keys, responder.tlsAddress().orElseThrow())) {
                assertThat(ask(socket, false)).isLessThan(200);
                assertThat(ask(socket, true)).isEqualTo(468);
                assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
            }
            assertThat(responder.statistics().tcpQueries()).isEqualTo(2);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get();
        }
    }

    @Test
    void survivesRubbishInsteadOfAHandshake() throws Exception {
        PemPair pair = PemPair.make(folder, "dns", "EC");
        DnsTls tls = new DnsTls(ANY_PORT, pair.certificate(), pair.privateKey());
        Vertx vertx = Vertx.vertx();
        DnsConfig config = DnsConfig.of(List.of(ANY_PORT), "clusterset.local").withTls(tls);
        List<Socket> open = new ArrayList<>();
        DnsZone zone = new DnsZone(config);
        try (DnsResponder responder = DnsResponder.start(vertx, zone)) {
            zone.publish(new TestView("east").version(1), Set.of(), ClusterAddresses.NONE);
            InetSocketAddress address = responder.tlsAddress().orElseThrow();
            Random random = new Random(1);
            for (int i = 0; i < 100; i++) {
                byte[] rubbish = new byte[1 + random.nextInt(2_000)];
                random.nextBytes(rubbish);
                // Every second one begins as a handshake does and lies about its length afterwards.
                byte[] sent = i % 2 == 0 ? rubbish : concat(HANDSHAKE, rubbish);
                try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
                    socket.getOutputStream().write(sent);
                }
            }
            Socket plain = new Socket(address.getAddress(), address.getPort());
            open.add(plain);
            plain.setSoTimeout(9_000);
            plain.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(ends(plain)).isTrue();
            for (int i = 0; i < 400; i++) {
                open.add(new Socket(address.getAddress(), address.getPort()));
                open.getLast().getOutputStream().write(HANDSHAKE);
            }
            try (SSLSocket socket = connect(pair.keys(), address)) {
                assertThat(ask(socket, false)).isLessThan(200);
            }
            assertThat(responder.statistics().tcpConnections())
                    .as("connections before their handshake count")
                    .isBetween(1, 151);
            assertThat(ends(open.get(1))).isTrue();
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
            vertx.close().toCompletionStage().toCompletableFuture().get();
        }
    }

    private static byte[] concat(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    /** Whether the server ends the connection before the time for a read is over. */
    private static boolean ends(Socket socket) throws IOException {
        try {
            socket.getInputStream().readAllBytes();
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true;
        }
    }

    /** Octets of the answer to the schema version. */
    private static int ask(SSLSocket socket, boolean padding) throws IOException {
        Message query = Asker.query("dns-version.clusterset.local", Type.TXT);
        List<EDNSOption> options =
                padding ? List.of(new GenericEDNSOption(EDNSOption.Code.PADDING, new byte[9])) : List.of();
        query.addRecord(new OPTRecord(1232, 0, 0, 0, options), 3);
        byte[] octets = query.toWire();
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.writeShort(octets.length);
        out.write(octets);
        out.flush();
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] answer = in.readNBytes(in.readUnsignedShort());
        assertThat(Asker.lines(new Message(answer), 1)).contains("TXT 1.0.0");
        return answer.length;
    }
}
