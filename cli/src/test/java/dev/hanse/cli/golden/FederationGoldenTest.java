// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.golden;

import com.google.protobuf.TextFormat;
import dev.hanse.cli.HanseCommandLine;
import dev.hanse.gateway.Gateway;
import dev.hanse.proto.v1.ExchangeRequest;
import dev.hanse.proto.v1.ExchangeResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Protects what a running cluster set shows: verbs in all formats, metrics, status. Gateway gw-1 of cluster east is a real one; those of west and north are
 * played, so that there are paths without a tunnel.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class FederationGoldenTest {

    private static final Path INPUT = Path.of("src/test/resources/golden/federation");

    /** In the status of the real gateway once it has all that the others say. */
    private static final List<String> COMPLETE = List.of(
            "\"services\" : 5",
            "\"slices\" : 4",
            "\"peers\" : 2",
            "FOREIGN_PREFIX",
            "IPFamilyConflict",
            "\"unansweredExports\" : 0");

    @TempDir
    private static Path folder;

    private static Federation federation;
    private static Gateway east;
    private static Http controlPlane;
    private static Http gateway;

    @BeforeAll
    static void start() throws Exception {
        federation = Federation.start(folder);
        controlPlane = new Http(federation.controlPlane().statusAddress());
        Files.createDirectory(folder.resolve("east"));
        Files.copy(INPUT.resolve("exports.yaml"), folder.resolve("east/exports.yaml"));
        east = federation.gateway("east", federation.token("east"), Files.readString(INPUT.resolve("gateway.yaml")));
        gateway = new Http(east.statusAddress());
        // The export that the control plane saw first decides, whatever time it states.
        Federation.awaitText(
                "what the gateway exports", () -> controlPlane.get("/metrics").body(), "\nhanse_services 4.0\n");
        PlayedGateway west = join("west", "10.20.0.0/16");
        PlayedGateway north = join("north", "10.30.0.0/16");
        play("west", west);
        play("north", north);
        Federation.await("the view of the gateway", () -> {
            String status = gateway.get("/status").body();
            return COMPLETE.stream().allMatch(status::contains);
        });
        HanseCommandLine hanse = federation.hanse();
        Federation.await(
                "the paths",
                () -> hanse.run(List.of("connections")).out().lines().count() == 4);
    }

    private static PlayedGateway join(String cluster, String podPrefix) {
        return PlayedGateway.join(federation.channels(), federation.token(cluster), "gw-1", List.of(podPrefix));
    }

    private static void play(String cluster, PlayedGateway played) throws IOException {
        played.open();
        for (String message :
                Files.readString(INPUT.resolve(cluster + ".txtpb")).split("---\n")) {
            ExchangeRequest request = TextFormat.parse(message, ExchangeRequest.class);
            played.say(request.toBuilder());
            if (request.hasHello()) {
                played.await(ExchangeResponse::hasWelcome);
            } else if (request.hasExportDelta()) {
                played.await(ExchangeResponse::hasExportAck);
            }
        }
    }

    @AfterAll
    static void stop() {
        federation.close();
    }

    @Test
    @Order(1)
    void verbsPrintThis() {
        check("federation/verbs.txt", federation.hanse());
    }

    private static void check(String golden, HanseCommandLine hanse) {
        GoldenCase.checkAll(golden, each -> each.run(hanse, normaliser(), folder));
    }

    @Test
    @Order(2)
    void controlPlaneCountsThis() {
        GoldenFile.of("federation/control-plane-metrics.txt").check(Metrics.of(controlPlane.get("/metrics")));
    }

    @Test
    @Order(3)
    void gatewayShowsThis() throws Exception {
        DnsQuestion.ask(east.dnsAddresses().getFirst(), "web.shop.svc.clusterset.local");
        String status =
                Federation.awaitText("the answer", () -> gateway.get("/status").body(), "\"NOERROR\" : 1");
        GoldenFile.of("federation/gateway-status.txt").check(normaliser().normal(status));
    }

    @Test
    @Order(4)
    void gatewayCountsThis() throws Exception {
        DnsQuestion.ask(east.dnsAddresses().getFirst(), "none.shop.svc.clusterset.local");
        Federation.awaitText("the answer", () -> gateway.get("/metrics").body(), "rcode=\"NXDOMAIN\"");
        GoldenFile.of("federation/gateway-metrics.txt").check(Metrics.of(gateway.get("/metrics")));
    }

    @Test
    @Order(5)
    void rolesAnswerThisOverHttp() {
        GoldenFile.of("federation/http.txt")
                .check("control plane\n" + answers(controlPlane) + "\ngateway\n" + answers(gateway));
    }

    private static String answers(Http server) {
        StringBuilder text = new StringBuilder();
        for (String path : List.of("/healthz", "/readyz", "/", "/none", "/healthz/x", "/metrics/x", "/status/x")) {
            text.append(server.answer("GET", path));
        }
        for (String path : List.of("/healthz", "/readyz", "/metrics", "/status")) {
            text.append(server.answer("POST", path)).append(server.answer("HEAD", path));
        }
        return text.toString();
    }

    @Test
    @Order(6)
    void verbsAreRefusedSo() throws Exception {
        OtherCredentials.write(folder);
        check("federation/refused-verbs.txt", federation.hanse());
    }

    @Test
    @Order(7)
    void tokensAreMadeSo() {
        check("federation/token.txt", federation.hanse(Clock.systemUTC()));
    }

    @Test
    @Order(8)
    void gatewayShowsABrokenExportsFile() throws Exception {
        Files.writeString(folder.resolve("broken.yaml"), "services: [\n");
        Files.move(
                folder.resolve("broken.yaml"),
                folder.resolve("east/exports.yaml"),
                StandardCopyOption.REPLACE_EXISTING);
        String status = Federation.awaitText(
                "a stale source", () -> gateway.get("/status").body(), "\"stale\" : true");
        String sources = status.substring(status.indexOf("\"sources\""), status.indexOf("\"paths\""));
        GoldenFile.of("federation/gateway-status-stale.txt").check(normaliser().normal(sources));
    }

    @Test
    @Order(9)
    void membershipsEndSo() {
        check("federation/remove.txt", federation.hanse());
    }

    @Test
    @Order(10)
    void gatewayShowsThatItIsNoMember() throws Exception {
        String status = Federation.awaitText(
                "the end of the link", () -> gateway.get("/status").body(), "IDENTITY_REVOKED");
        String link = status.substring(status.indexOf("\"link\""), status.indexOf("\"view\""));
        GoldenFile.of("federation/gateway-status-removed.txt")
                .check(normaliser().normal(link));
    }

    @Test
    @Order(11)
    void verbsPrintThisOfAnEmptyClusterSet() {
        check("federation/removed.txt", federation.hanse());
    }

    private static Normaliser normaliser() {
        return new Normaliser()
                .forms()
                .folder(folder)
                .port(federation.controlPlane().address(), "control plane")
                .port(federation.controlPlane().statusAddress(), "control plane status")
                .port(east.statusAddress(), "gateway status")
                .port(east.dnsAddresses().getFirst(), "DNS");
    }
}
