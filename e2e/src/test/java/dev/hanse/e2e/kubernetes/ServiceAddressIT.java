// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import static dev.hanse.net.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.federation.Federation;
import dev.hanse.e2e.federation.GatewayFolder;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.e2e.host.TestProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Protects what names lead to where a cluster's gateways write imports: the address that the real API server gave the derived Service, from each gateway alike, whether or not it writes, and across its restart. */
final class ServiceAddressIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String WRITER = "5353";
    private static final String STANDBY = "5354";
    private static final List<String> BOTH = List.of(WRITER, STANDBY);

    @RegisterExtension
    final TestLab lab = new TestLab();

    private KubernetesApi api;
    private WrittenObjects written;
    private Federation federation;

    @Test
    void namesLeadToTheAddressOfTheDerivedService() throws IOException {
        TestProcess writer = west("gw-a", WRITER, federation.token("west")).startReady();
        written.awaitHolder("gw-a");
        GatewayFolder folder = west("gw-b", STANDBY, federation.token("west", "--additional-gateway"));
        TestProcess standby = folder.startReady();
        String web = "web.shop.svc.clusterset.local";

        BOTH.forEach(port -> awaitStatus(port, web, "NOERROR"));
        BOTH.forEach(port -> assertThat(dig(port, web, "A"))
                .as("the namespace is not there, nor an address")
                .isEmpty());

        namespace("shop");
        String address = awaitAddress("shop", "web");
        BOTH.forEach(port -> awaitAnswer(port, web, "A", address));
        BOTH.forEach(port -> assertThat(dig(port, "_http._tcp." + web, "SRV")).isEqualTo("0 100 80 " + web + "."));
        BOTH.forEach(port -> assertThat(dig(port, "db.shop.svc.clusterset.local", "A"))
                .as("headless")
                .isEqualTo("10.1.0.20"));
        assertThat(status("9481")).contains("\"ownAddress\":{\"addresses\":[\"" + address + "\"]");

        aServiceThatOnlyHasTheName();
        oneThatIsMadeAgain(web, address);

        String last = awaitAddress("shop", "web");
        awaitKept(folder, last);
        writer.kill();
        standby.kill();
        api.kill();
        federation.controlPlane().process().kill();
        folder.startReady();
        assertThat(dig(STANDBY, web, "A")).as("at once, alone in the world").isEqualTo(last);
        assertThat(dig(STANDBY, "_http._tcp." + web, "SRV")).isEqualTo("0 100 80 " + web + ".");
    }

    private void aServiceThatOnlyHasTheName() {
        BOTH.forEach(port -> awaitStatus(port, "web.others.svc.clusterset.local", "NOERROR"));
        BOTH.forEach(port ->
                assertThat(dig(port, "web.others.svc.clusterset.local", "A")).isEmpty());
    }

    /** Before any gateway could make it. */
    private void makeServiceThatOnlyHasTheName() {
        namespace("others");
        api.admin().apply("""
                apiVersion: v1
                kind: Service
                metadata: {name: %s, namespace: others}
                spec: {ports: [{name: http, port: 80}]}
                """.formatted(WrittenObjects.derivedName("others/web")));
    }

    private void oneThatIsMadeAgain(String web, String before) {
        String path = "/api/v1/namespaces/shop/services/" + WrittenObjects.derivedName("shop/web");
        api.admin().call("DELETE", path, "", "").orFail();
        eventually(
                "it has another address",
                LIMIT,
                () -> assertThat(awaitAddress("shop", "web")).isNotEqualTo(before));
        String now = awaitAddress("shop", "web");
        BOTH.forEach(port -> awaitAnswer(port, web, "A", now));
    }

    @BeforeEach
    void start() throws IOException {
        api = KubernetesApi.start(lab, "west");
        written = new WrittenObjects(api.admin());
        makeServiceThatOnlyHasTheName();
        federation = Federation.start(lab);
        api.host().attach(federation.network(), "192.0.2.3/24");
        GatewayFolder east = federation.fileGateway("east", "10.1.0.0/16");
        Files.writeString(east.file("exports.yaml"), """
                services:
                - {name: shop/web, type: cluster-set-ip, ports: [{name: http, protocol: tcp, port: 80}], endpoints: [{address: 10.1.0.10}]}
                - {name: others/web, type: cluster-set-ip, ports: [{name: http, protocol: tcp, port: 80}], endpoints: [{address: 10.1.0.11}]}
                - {name: shop/db, type: headless, ports: [{name: sql, protocol: tcp, port: 5432}], endpoints: [{address: 10.1.0.20}]}
                """);
        east.startReady();
    }

    private GatewayFolder west(String name, String port, String token) throws IOException {
        GatewayFolder folder = GatewayFolder.write(
                        lab,
                        api.host(),
                        "gateway-" + name,
                        "west",
                        "10.2.0.0/16",
                        "127.0.0.1:" + port,
                        "127.0.0.1:" + (port.equals(WRITER) ? "9481" : "0"),
                        "sources: {kubernetes: {kubeconfig: \"" + api.hanseKubeconfig() + "\", write-imports: true}}\n")
                .withToken(token);
        Path config = folder.file("gateway.yaml");
        Files.writeString(config, Files.readString(config).replace("name: gw-1", "name: " + name));
        return folder;
    }

    private void namespace(String name) {
        api.admin().apply("{apiVersion: v1, kind: Namespace, metadata: {name: " + name + "}}");
    }

    private String awaitAddress(String namespace, String name) {
        written.awaitReady(namespace, name);
        return WrittenObjects.ips(written.derived(namespace, name)).getString(0);
    }

    private void awaitAnswer(String port, String name, String type, String expected) {
        eventually(
                name + " leads to " + expected,
                LIMIT,
                () -> assertThat(dig(port, name, type)).isEqualTo(expected));
    }

    /** A change is kept a moment after it is served. */
    private static void awaitKept(GatewayFolder folder, String address) throws IOException {
        String bytes = new String(InetAddress.getByName(address).getAddress(), ISO_8859_1);
        eventually(
                address + " is kept",
                LIMIT,
                () -> assertThat(Files.readString(folder.file("data/addresses.state"), ISO_8859_1))
                        .contains(bytes));
    }

    private void awaitStatus(String port, String name, String expected) {
        eventually(
                name + " is known",
                LIMIT,
                () -> assertThat(api.host()
                                .run("dig", "+tries=1", "-p", port, "@127.0.0.1", name, "A")
                                .orFail()
                                .output())
                        .contains("status: " + expected));
    }

    private String dig(String port, String name, String type) {
        return api.host()
                .run("dig", "+short", "+tries=1", "-p", port, "@127.0.0.1", name, type)
                .orFail()
                .output()
                .strip();
    }

    private String status(String port) {
        return api.host()
                .run("curl", "-sS", "http://127.0.0.1:" + port + "/status")
                .orFail()
                .output()
                .replaceAll("\\s", "");
    }
}
