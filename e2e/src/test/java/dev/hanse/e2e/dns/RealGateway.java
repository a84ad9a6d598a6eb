// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.ControlPlaneProcess;
import dev.hanse.e2e.JoinToken;
import dev.hanse.e2e.host.CommandResult;
import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.e2e.host.TestProcess;
import dev.hanse.net.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A control plane and a gateway of cluster {@code east} on one host; {@code web.shop} has one endpoint, {@code many.shop} has sixty. */
final class RealGateway {

    static final String WEB = "web.shop.svc.clusterset.local";
    static final String WEB_ADDRESS = "10.10.0.1";
    static final String MANY = "many.shop.svc.clusterset.local";
    static final int MANY_ENDPOINTS = 60;

    private static final Duration START = Eventually.LIMIT;

    private RealGateway() {}

    /**
     * Starts both and waits until DNS answers on port 53.
     *
     * @param address of the host
     * @param folder for the gateway's files
     * @param dns further keys of {@code dns}, each with a comma in front
     * @return the gateway
     */
    static TestProcess start(TestLab lab, TestHost host, String address, Path folder, String dns) throws IOException {
        return startListening(lab, host, address, folder, "\"" + address + ":53\"", dns);
    }

    /** The same on other addresses, of which {@code address} is one: the words of {@code dns.listen}. */
    static TestProcess startListening(
            TestLab lab, TestHost host, String address, Path folder, String listen, String dns) throws IOException {
        ControlPlaneProcess controlPlane = ControlPlaneProcess.start(lab, host, address);
        CommandResult token =
                host.hanse(controlPlane.operator("token", "create", "east")).orFail();
        Files.writeString(folder.resolve("join-token"), JoinToken.in(token.output()) + "\n");
        Files.writeString(folder.resolve("exports.yaml"), """
                services:
                  - name: shop/web
                    ports: [{name: http, protocol: tcp, port: 80}]
                    endpoints: [{address: %s, ready: true}]
                  - name: shop/many
                    ports: [{name: http, protocol: tcp, port: 80}]
                    endpoints:
                %s
                """.formatted(WEB_ADDRESS, manyEndpoints()));
        Path config = Files.writeString(folder.resolve("gateway.yaml"), """
                cluster: east
                name: gw-1
                data-dir: data
                join-token-file: join-token
                pod-prefixes: [10.10.0.0/16]
                sources: {file: {path: exports.yaml}}
                dns: {listen: [%s]%s}
                """.formatted(listen, dns));
        TestProcess gateway = host.startHanse("gateway", "gateway", "--config", config.toString())
                .awaitLog("is ready after", START);
        Eventually.eventually(
                "the gateway answers",
                START,
                () -> assertThat(host.run("dig", "+short", "+tries=1", "@" + address, WEB)
                                .output()
                                .strip())
                        .isEqualTo(WEB_ADDRESS));
        return gateway;
    }

    private static String manyEndpoints() {
        return IntStream.rangeClosed(1, MANY_ENDPOINTS)
                .mapToObj("      - {address: 10.10.1.%d, ready: true}"::formatted)
                .collect(Collectors.joining("\n"));
    }
}
