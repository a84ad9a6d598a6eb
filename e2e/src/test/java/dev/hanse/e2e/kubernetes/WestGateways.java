// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import dev.hanse.e2e.federation.Federation;
import dev.hanse.e2e.federation.GatewayFolder;
import dev.hanse.e2e.host.Distribution;
import dev.hanse.e2e.host.PortIntoHost;
import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.e2e.host.TestProcess;
import dev.hanse.net.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A cluster {@code east} that exports a file's services, one {@code north} without a tunnel that exports {@code reach/web}, and a cluster {@code west} with an API server and gateways that write, each on a host of its own with a tunnel endpoint, from which
 * API server, control plane and tunnel can be cut one by one. Owner thread: the test's.
 */
final class WestGateways {

    private final TestLab lab;
    private final KubernetesApi api;
    private final GatewayFolder eastFolder;
    private final ExportsFile exports;
    private final ExportsFile northExports;
    private Federation federation;
    private TestProcess east;
    private int made;

    WestGateways(TestLab lab) throws IOException {
        this.lab = lab;
        this.api = KubernetesApi.start(lab, "west");
        this.federation = Federation.start(lab);
        this.eastFolder = GatewayFolder.write(
                        lab,
                        federation.gatewayHost(),
                        "gateway-east",
                        "east",
                        "10.1.0.0/16",
                        "tunnel: {advertise: [\"192.0.2.2:51820\"]}\nsources: {file: {path: exports.yaml}}\n")
                .withToken(federation.token("east"));
        this.exports = new ExportsFile(eastFolder.file("exports.yaml"));
        this.east = eastFolder.startReady();
        GatewayFolder north = federation.fileGateway("north", "10.3.0.0/16");
        this.northExports = new ExportsFile(north.file("exports.yaml")).put("reach/web", "10.3.0.1");
        northExports.write();
        north.startReady();
    }

    KubernetesApi api() {
        return api;
    }

    ExportsFile exports() {
        return exports;
    }

    ExportsFile northExports() {
        return northExports;
    }

    /** Has east's gateway and the control plane be away at once, while the work is done. */
    void whileEastAndControlPlaneAreAway(Runnable work) {
        east.kill();
        federation.controlPlane().process().kill();
        work.run();
        federation = federation.restarted();
        east = eastFolder.startReady();
    }

    /** The next gateway, which does not run yet. */
    Member gateway() throws IOException {
        int number = ++made;
        String name = "gw-" + number;
        TestHost host = lab.host("w" + number);
        String address = "192.0.2." + (10 + number);
        host.attach(federation.network(), address + "/24");
        PortIntoHost toApi = new PortIntoHost(host, api.host(), api.address().getPort());
        lab.atEnd(toApi::close);
        KubernetesApi.HanseAccess access = api.hanseAccess(name);
        GatewayFolder folder = GatewayFolder.write(lab, host, "gateway-" + name, "west", "10.2.0.0/16", """
                        tunnel: {advertise: ["%s:51820"]}
                        sources: {kubernetes: {kubeconfig: "%s", write-imports: true}}
                        """.formatted(
                                address, access.kubeconfig()))
                .withToken(number == 1 ? federation.token("west") : federation.token("west", "--additional-gateway"));
        Path config = folder.file("gateway.yaml");
        Files.writeString(config, Files.readString(config).replace("name: gw-1", "name: " + name));
        return new Member(name, host, toApi, folder, access.credential());
    }

    /** One of west's. */
    static final class Member {

        private final String name;
        private final TestHost host;
        private final PortIntoHost toApi;
        private final GatewayFolder folder;
        private final String credential;
        private final List<TestProcess> processes = new ArrayList<>();
        private Instant started = Instant.EPOCH;

        private Member(String name, TestHost host, PortIntoHost toApi, GatewayFolder folder, String credential) {
            this.name = name;
            this.host = host;
            this.toApi = toApi;
            this.folder = folder;
            this.credential = credential;
        }

        String name() {
            return name;
        }

        /** As the audit log names it. */
        String credential() {
            return credential;
        }

        /** What it follows since its process was started last, by the audit log and without positions. */
        Set<String> watched(List<AuditEvent> audit) {
            return audit.stream()
                    .filter(each -> each.credential().equals(credential)
                            && each.verb().equals("watch")
                            && each.received().isAfter(started))
                    .map(each -> each.uri().substring(0, each.uri().indexOf("&watch=")))
                    .collect(Collectors.toSet());
        }

        Member start() {
            started = Instant.now();
            processes.add(folder.startReady());
            return this;
        }

        /** Has it run again, and reach all, whatever a test that failed left behind. */
        void revive() {
            host.run("nft", "add table inet cut; delete table inet cut").orFail();
            if (process().isAlive()) {
                process().signal("CONT");
            } else {
                start();
            }
        }

        /** Starts it from another distribution. */
        Member start(Path distribution) {
            started = Instant.now();
            TestProcess process = host.start(
                    "gateway-" + name,
                    Distribution.environment(),
                    List.of(
                            distribution.resolve("bin/hanse").toString(),
                            "gateway",
                            "--config",
                            folder.file("gateway.yaml").toString()));
            processes.add(process.awaitLog("is ready after", Eventually.LIMIT));
            return this;
        }

        /** Waits until it knows what is to be written, and could. */
        void awaitFresh() {
            process().awaitLog("link: up", Eventually.LIMIT);
            Eventually.eventually("it hears the control plane for a second", Eventually.LIMIT, () -> {
                String up = process()
                        .logText()
                        .lines()
                        .filter(line -> line.contains("link: up"))
                        .toList()
                        .getLast();
                Instant since = Instant.parse(up.substring(0, up.indexOf(' ')));
                if (since.plusMillis(1_200).isAfter(Instant.now())) {
                    throw new AssertionError(up);
                }
            });
        }

        TestProcess process() {
            return processes.getLast();
        }

        /** Ends it as a crash would, where it runs. */
        void kill() {
            processes.stream().filter(TestProcess::isAlive).forEach(TestProcess::kill);
        }

        PortIntoHost toApi() {
            return toApi;
        }

        /** Loses every packet to and from the control plane, without a sign. */
        void cutControlPlane() {
            cut("tcp", 9443);
        }

        /** Loses every packet of the tunnel, without a sign. */
        void cutTunnel() {
            cut("udp", 51820);
        }

        private void cut(String protocol, int port) {
            String both = "%1$s sport %2$d drop; %1$s dport %2$d drop;".formatted(protocol, port);
            host.run(
                            "nft",
                            "table inet cut { chain in { type filter hook input priority 0; %1$s }; chain out { type filter hook output priority 0; %1$s }; }"
                                    .formatted(both))
                    .orFail();
        }

        /** Ends both. */
        void heal() {
            host.run("nft", "delete", "table", "inet", "cut").orFail();
        }
    }
}
