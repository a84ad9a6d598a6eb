// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.hanse.cli.config.ControlPlaneFile;
import dev.hanse.cli.config.EffectiveConfig;
import dev.hanse.cli.config.GatewayFile;
import dev.hanse.cli.output.Console;
import dev.hanse.controlplane.ControlPlane;
import dev.hanse.discovery.dns.dnssec.ZoneKeyFile;
import dev.hanse.gateway.Gateway;
import dev.hanse.net.testing.FreePorts;
import dev.hanse.proto.v1.JoinToken;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/**
 * Protects the way of each setting from the two files to where it works, in roles that run as production runs them. The tunnel's settings go on from
 * the gateway's own tests to those of the tunnel, because a tunnel needs the rights of a gateway.
 */
final class ConfiguredRolesTest {

    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String WEB = "web.shop.svc.other.local";

    @TempDir
    private static Path folder;

    private static final Set<String> CONSUL_TOKENS = ConcurrentHashMap.newKeySet();
    private static final List<AutoCloseable> OPEN = new ArrayList<>();
    private static ControlPlane controlPlane;
    private static Gateway gateway;
    private static Path controlPlaneFile;
    private static Path gatewayFile;
    private static String token;

    @BeforeAll
    static void start() throws Exception {
        HttpServer consul = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
        consul.createContext("/", exchange -> {
            CONSUL_TOKENS.add(Optional.ofNullable(exchange.getRequestHeaders().getFirst("X-Consul-Token"))
                    .orElse("none"));
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
        });
        consul.start();
        OPEN.add(() -> consul.stop(0));

        int port = FreePorts.one();
        controlPlaneFile =
                Files.writeString(folder.resolve("control-plane.yaml"), """
                cluster-set: other
                name: cp-2
                data-dir: cp-data
                listen: 127.0.0.1:%d
                advertise: [localhost:%d]
                status-listen: 127.0.0.1:%d
                """.formatted(port, port, FreePorts.one()));
        controlPlane = ControlPlane.start(ControlPlaneFile.read(controlPlaneFile));
        OPEN.add(controlPlane);

        token = verb("token", "create", "west");
        Files.writeString(folder.resolve("token"), token);
        Files.writeString(folder.resolve("consul-token"), "consul-secret");
        new ZoneKeyFile(folder.resolve("zone.key")).create("other.local");
        Files.writeString(folder.resolve("exports.yaml"), """
                services:
                  - name: shop/web
                    ports: [{name: http, protocol: tcp, port: 80}]
                    endpoints: [{address: 10.20.0.7, ready: true}]
                """);
        gatewayFile = Files.writeString(folder.resolve("gateway.yaml"), """
                cluster: west
                name: gw-2
                data-dir: gw-data
                join-token-file: token
                pod-prefixes: [10.20.0.0/16]
                service-prefixes: [10.120.0.0/16]
                status-listen: 127.0.0.1:%d
                sources:
                  file: {path: exports.yaml}
                  consul: {address: "http://127.0.0.1:%d", token-file: consul-token}
                dns:
                  listen: [127.0.0.1:%d]
                  zone: other.local
                  workers: 2
                  identity: gw-2.west
                  cluster-qualified-names: true
                  responses-per-second: 1
                  addresses-per-answer: 1
                  tls: {listen: 127.0.0.1:%d, certificate: cp-data/operator/operator.pem, private-key: cp-data/operator/operator-key.pem}
                  dnssec: {key-file: zone.key}
                """.formatted(
                        FreePorts.one(), consul.getAddress().getPort(), FreePorts.one(), FreePorts.one()));
        gateway = Gateway.start(GatewayFile.read(gatewayFile));
        OPEN.add(gateway);
        await("the gateway's export comes back", () -> dns().addresses(WEB).equals(List.of("10.20.0.7")));
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable each : OPEN.reversed()) {
            each.close();
        }
    }

    /** Else a setting would work though its wire is cut. */
    @Test
    void everySettingDiffersFromItsDefault() throws IOException {
        Path leastOfControlPlane = Files.writeString(
                folder.resolve("least-control-plane.yaml"), "cluster-set: a\nname: a\nadvertise: [a:1]\n");
        assertThat(common(
                        EffectiveConfig.of(ControlPlaneFile.read(leastOfControlPlane)),
                        EffectiveConfig.of(ControlPlaneFile.read(controlPlaneFile))))
                .isEmpty();
        Path leastOfGateway = Files.writeString(folder.resolve("least-gateway.yaml"), "cluster: a\nname: a\n");
        assertThat(common(
                        EffectiveConfig.of(GatewayFile.read(leastOfGateway)),
                        EffectiveConfig.of(GatewayFile.read(gatewayFile))))
                .containsExactly("tunnel=none");
    }

    private static Set<String> common(List<String> some, List<String> others) {
        Set<String> common = new HashSet<>(some);
        common.retainAll(others);
        return common;
    }

    @Test
    void controlPlaneHasItsNamesInItsCertificates() throws Exception {
        assertThat(spiffeId(certificate("cp-data/operator/operator.pem"))).startsWith("spiffe://other/");
        X509Certificate server = peerCertificate(controlPlane.address(), "h2");
        assertThat(spiffeId(server)).isEqualTo("spiffe://other/control-plane/cp-2");
    }

    @Test
    void controlPlaneServesWhereItIsToldTo() {
        assertThat("listen=" + text(controlPlane.address())).isIn(words(controlPlaneFile));
        assertThat("status-listen=" + text(controlPlane.statusAddress())).isIn(words(controlPlaneFile));
        assertThat(get(controlPlane.statusAddress(), "/metrics")).contains("hanse_");
    }

    @Test
    void tokensCarryTheAdvertisedAddress() throws IOException {
        byte[] octets = Base64.getUrlDecoder().decode(token.strip().substring("hanse1.".length()));
        assertThat(JoinToken.parseFrom(octets).getAddressesList())
                .containsExactly("localhost:" + controlPlane.address().getPort());
    }

    @Test
    void dataLiesInItsFolders() {
        assertThat(folder.resolve("cp-data/ca-root.pem")).exists();
        assertThat(folder.resolve("gw-data/identity.pem")).exists();
    }

    @Test
    void gatewayJoinsAsItIsCalledAndWithItsPrefixes() {
        assertThat(verb("cluster", "show", "west", "--output", "json"))
                .contains("\"gw-2\"", "\"10.20.0.0/16\"", "\"10.120.0.0/16\"");
    }

    @Test
    void gatewayServesWhereItIsToldTo() {
        assertThat("status-listen=" + text(gateway.statusAddress())).isIn(words(gatewayFile));
        assertThat(get(gateway.statusAddress(), "/metrics")).contains("hanse_");
        assertThat("dns.listen=[" + text(gateway.dnsAddresses().getFirst()) + "]")
                .isIn(words(gatewayFile));
    }

    @Test
    void consulIsAskedWithTheToken() {
        await("Consul is asked", () -> !CONSUL_TOKENS.isEmpty());
        assertThat(CONSUL_TOKENS).containsExactly("consul-secret");
    }

    @Test
    void dnsAnswersForTheZoneAndForClusters() {
        assertThat(dns().rcode("web.shop.svc.clusterset.local")).isEqualTo(Rcode.REFUSED);
        assertThat(dns().addresses("west." + WEB)).containsExactly("10.20.0.7");
    }

    @Test
    void dnsTellsItsIdentity() {
        assertThat(dns().identity()).isEqualTo("gw-2.west");
    }

    @Test
    void dnsHasItsWorkers() {
        String name = "dns-udp-" + gateway.dnsAddresses().getFirst();
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().equals(name))
                .hasSize(2);
    }

    @Test
    void dnsLimitsItsAnswers() {
        await("an answer over UDP is cut", () -> dns().isCutOverUdp(WEB));
    }

    @Test
    void dnsIsSigned() {
        assertThat(dns().records("other.local", Type.DNSKEY)).isNotEmpty();
    }

    @Test
    void dnsOverTlsHasItsCertificate() throws Exception {
        String word = words(gatewayFile).stream()
                .filter(each -> each.startsWith("dns.tls.listen="))
                .findFirst()
                .orElseThrow();
        InetSocketAddress address =
                new InetSocketAddress(LOOPBACK, Integer.parseInt(word.substring(word.lastIndexOf(':') + 1)));
        assertThat(peerCertificate(address, "dot")).isEqualTo(certificate("cp-data/operator/operator.pem"));
    }

    private static List<String> words(Path file) {
        return file.equals(gatewayFile)
                ? EffectiveConfig.of(GatewayFile.read(file))
                : EffectiveConfig.of(ControlPlaneFile.read(file));
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    private static DnsClient dns() {
        return new DnsClient(gateway.dnsAddresses().getFirst());
    }

    private static String get(InetSocketAddress server, String path) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + text(server) + path))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String verb(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Console console = new Console(new PrintWriter(out), new PrintWriter(err), Clock.systemUTC(), Map.of());
        List<String> line = new ArrayList<>(List.of(words));
        line.addAll(List.of("--server", text(controlPlane.address())));
        line.addAll(List.of("--credentials", folder.resolve("cp-data/operator").toString()));
        int status =
                CommandTree.of(console, options -> options.connect(console)).execute(line.toArray(String[]::new));
        assertThat(status).as(err.toString()).isZero();
        return out.toString();
    }

    /** What a TLS server shows of itself before it knows who asks. */
    private static X509Certificate peerCertificate(InetSocketAddress server, String protocol) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
        try (SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(server.getAddress(), server.getPort())) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {protocol});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private static X509Certificate certificate(String file) throws Exception {
        try (InputStream in = Files.newInputStream(folder.resolve(file))) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private static String spiffeId(X509Certificate certificate) throws Exception {
        return certificate.getSubjectAlternativeNames().stream()
                .map(name -> String.valueOf(name.get(1)))
                .filter(name -> name.startsWith("spiffe:"))
                .findFirst()
                .orElse("none");
    }

    private static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("too late: " + what).isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }
}
