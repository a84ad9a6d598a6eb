// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
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
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private Path folder;

    private KeyStore keyStore() throws Exception {
        Path file = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "dns",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=dns",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storepass",
                        new String(PASSWORD),
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String printed = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(printed).isZero();
        return KeyStore.getInstance(file.toFile(), PASSWORD);
    }

    private Path pem(String name, String type, byte[] content) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return Files.writeString(
                folder.resolve(name), "-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n");
    }

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
        KeyStore keys = keyStore();
        DnsTls tls = new DnsTls(
                ANY_PORT,
                pem("chain.pem", "CERTIFICATE", keys.getCertificate("dns").getEncoded()),
                pem("key.pem", "PRIVATE KEY", keys.getKey("dns", PASSWORD).getEncoded()));
        Vertx vertx = Vertx.vertx();
        DnsConfig config = DnsConfig.of(List.of(ANY_PORT), "clusterset.local").withTls(tls);
        try (DnsResponder responder = DnsResponder.start(vertx, config)) {
            responder.publish(new TestView("east").version(1), Set.of());
            while (!responder.statistics().ready()) {
                Thread.onSpinWait();
            }
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

    @Test
    void saysWhichFileIsMissing() {
        DnsTls tls = new DnsTls(ANY_PORT, folder.resolve("none.pem"), folder.resolve("none-key.pem"));
        Vertx vertx = Vertx.vertx();
        DnsConfig config = DnsConfig.of(List.of(ANY_PORT), "clusterset.local").withTls(tls);
        assertThatThrownBy(() -> DnsResponder.start(vertx, config))
                .isInstanceOf(DnsStartException.class)
                .hasMessageContaining("certificate chain " + folder.resolve("none.pem"));
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
