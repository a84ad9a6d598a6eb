// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.federation.GatewayFolder;
import dev.hanse.e2e.host.CommandResult;
import dev.hanse.e2e.host.Distribution;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.e2e.host.TestProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Protects the other way to names of the zone: CoreDNS's own plugin reads the imports that gateways write. Asks both ways the same, and holds the table in docs/dns.md to where they differ. */
final class MulticlusterPluginIT {

    private static final String ZONE = ".svc.clusterset.local";
    private static final String DEFINITION =
            "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/serviceimports.multicluster.x-k8s.io";

    @RegisterExtension
    static final TestLab LAB = new TestLab();

    private static TwoClusters clusters;
    private static ClusterSide west;
    private static ClusterCoreDns dns;

    @BeforeAll
    static void start() throws IOException {
        clusters = TwoClusters.start(LAB);
        west = clusters.west();
        dns = new ClusterCoreDns(west.api(), LAB.folder("coredns").toAbsolutePath());
        clusters.namespace("routes");
        ClusterSide east = clusters.east();
        east.service("routes", "web", "{ports: [{name: http, port: 80}]}");
        east.endpoints("routes", "web", "[{name: http, port: 8080}]", 10);
        east.export("routes", "web");
        east.service("routes", "idle", "{ports: [{name: http, port: 80}]}");
        east.export("routes", "idle");
        east.service("routes", "peers", "{clusterIP: None, ports: [{name: db, port: 5432}]}");
        east.slice(
                "routes",
                "peers",
                "IPv4",
                "[{name: db, port: 5432}]",
                "{addresses: [10.1.0.20], hostname: peer-0, conditions: {ready: true}},"
                        + "{addresses: [10.1.0.21], conditions: {ready: true}},"
                        + "{addresses: [10.1.0.22], conditions: {ready: false}}");
        east.export("routes", "peers");
        east.api().admin().apply("{apiVersion: v1, kind: Namespace, metadata: {name: lacking}}");
        east.service("lacking", "web", "{ports: [{name: http, port: 80}]}");
        east.export("lacking", "web");
        west.awaitImport(
                "routes", "web", found -> assertThat(found.getJsonArray("ips")).isNotEmpty());
        west.awaitImport(
                "routes", "idle", found -> assertThat(found.getJsonArray("ips")).isNotEmpty());
        west.awaitImport("routes", "peers");
        eventually(
                "slices of peers",
                ClusterSide.LIMIT,
                () -> assertThat(west.slices("routes", "peers")).isNotEmpty());
    }

    @Test
    void bothRoutesAnswerAndThePageSaysWhereTheyDiffer() throws IOException {
        assertThat(dns.verb("coredns", "--multicluster").orFail().output())
                .contains(
                        "kubernetes cluster.local clusterset.local in-addr.arpa ip6.arpa {",
                        "    multicluster clusterset.local\n");
        dns.put(dns.corefile("cluster.local clusterset.local", "multicluster clusterset.local"));
        try (TestProcess _ = dns.start("coredns")) {
            eventually(
                    "CoreDNS is ready",
                    ClusterSide.LIMIT,
                    () -> assertThat(dns.isReady()).isTrue());
            // These are the same, whatever they are.
            for (String question : List.of(
                    "web.routes A",
                    "web.routes AAAA",
                    "web.routes SRV",
                    "_http._tcp.web.routes SRV",
                    "idle.routes A",
                    "peers.routes A",
                    "_db._tcp.peers.routes SRV",
                    "peer-0.east.peers.routes A",
                    "10-1-0-21.east.peers.routes A",
                    "nobody.routes A",
                    "routes A",
                    "web.missing A")) {
                String[] words = question.split(" ");
                eventually(
                        question,
                        ClusterSide.LIMIT,
                        () -> assertThat(plugin(words[0], words[1]))
                                .as("as the gateway")
                                .isEqualTo(gateway(words[0], words[1])));
            }
            assertThat(gateway("web.routes", "A")).hasSize(1).first().asString().startsWith("10.96.");
            assertThat(gateway("peers.routes", "A")).containsExactly("10.1.0.20", "10.1.0.21");

            eventually(
                    "the gateway knows it",
                    ClusterSide.LIMIT,
                    () -> assertThat(gateway("web.lacking", "A")).containsExactly("no data"));
            String page = Files.readString(Distribution.repository().resolve("docs/dns.md"));
            assertThat(page).as("docs/dns.md").contains(String.join("\n", differences()) + "\n");
        }
    }

    private static List<String> differences() {
        List<String> lines = new ArrayList<>();
        row(lines, "`SVC.NS.svc.ZONE` A, a namespace that the cluster lacks", "web.lacking" + ZONE, "A");
        row(lines, "`CLUSTER.SVC.NS.svc.ZONE` A", "east.peers.routes" + ZONE, "A");
        row(lines, "`dns-version.ZONE` TXT", "dns-version.clusterset.local", "TXT");
        row(lines, "`check.dns.ZONE` A", "check.dns.clusterset.local", "A");
        return lines;
    }

    private static void row(List<String> lines, String what, String name, String type) {
        lines.add("| " + what + " | " + told(ask("5353", name, type)) + " | "
                + told(ask(ClusterCoreDns.PORT, name, type)) + " |");
    }

    /** Records in short; 64 addresses are said by their number. */
    private static String told(List<String> answer) {
        return answer.size() > 4
                ? answer.size() + " records"
                : String.join(
                        ", ",
                        answer.stream()
                                .map(each -> each.matches("[A-Z]+|no data")
                                        ? each
                                        : "`" + each.replaceAll(" [0-9]{6,} .*", " …") + "`")
                                .toList());
    }

    private static List<String> gateway(String name, String type) {
        return ask("5353", name + ZONE, type);
    }

    private static List<String> plugin(String name, String type) {
        return ask(ClusterCoreDns.PORT, name + ZONE, type);
    }

    /** Sorted data, without priorities and weights of SRV records, which mean nothing here; the code where there are none. */
    private static List<String> ask(String port, String name, String type) {
        String output = west.api()
                .host()
                .run("dig", "+tries=1", "-p", port, "@127.0.0.1", name, type)
                .orFail()
                .output();
        List<String> records = output.lines()
                .filter(line -> line.matches("[^;]\\S+\\s+\\d+\\s+IN\\s+" + type + "\\s.*") && answers(output, line))
                .map(line -> line.split("\\s+", 5)[4]
                        .replaceFirst(type.equals("SRV") ? "^\\d+ \\d+ " : "^(?!)", "")
                        .replaceAll(" +", " "))
                .sorted()
                .toList();
        String code = output.replaceFirst("(?s).*status: (\\w+),.*", "$1");
        return !records.isEmpty() ? records : List.of(code.equals("NOERROR") ? "no data" : code);
    }

    /** Whether a line stands in the answer section. */
    private static boolean answers(String output, String line) {
        int from = output.indexOf(";; ANSWER SECTION:");
        int to = from < 0 ? -1 : output.indexOf("\n\n", from);
        return from >= 0 && output.substring(from, to).contains(line);
    }

    /** What the verb checks is what really happens: the plugin is never ready, so that a cluster would send no questions to its pod. */
    @Test
    void withoutItsVersionThePluginIsNeverReady() throws InterruptedException {
        serve("v1alpha1", false);
        try {
            CommandResult result = dns.verb("coredns", "--multicluster");
            assertThat(result.exitCode()).isOne();
            assertThat(GatewayFolder.oneLine(result.output()))
                    .contains(
                            "serviceimports.multicluster.x-k8s.io are not served as v1alpha1",
                            "forward the zone to the gateways instead");
            dns.put(dns.corefile("cluster.local clusterset.local", "multicluster clusterset.local"));
            try (TestProcess _ = dns.start("coredns-unready")) {
                eventually(
                        "it answers what it knows",
                        ClusterSide.LIMIT,
                        () -> assertThat(dns.ask("kubernetes.default.svc.cluster.local", "A"))
                                .contains("status: NOERROR"));
                // Longer than it ever waits for what is served: its startup_timeout is 5 s.
                TimeUnit.SECONDS.sleep(10);
                assertThat(dns.ask("nobody.default.svc.cluster.local", "A")).contains("status: SERVFAIL");
                assertThat(dns.isReady()).isFalse();
            }
        } finally {
            serve("v1alpha1", true);
        }
    }

    private static void serve(String version, boolean served) {
        var definition = west.api().admin().get(DEFINITION);
        for (int i = 0; i < 2; i++) {
            var each = definition.getJsonObject("spec").getJsonArray("versions").getJsonObject(i);
            if (each.getString("name").equals(version)) {
                each.put("served", served);
            }
        }
        west.api()
                .admin()
                .call("PUT", DEFINITION, "application/json", definition.encode())
                .orFail();
        eventually(
                version + " is served: " + served,
                ClusterSide.LIMIT,
                () -> assertThat(west.api()
                                .admin()
                                .call("GET", "/apis/multicluster.x-k8s.io/" + version + "/serviceimports", "", "")
                                .status())
                        .isEqualTo(served ? 200 : 404));
    }
}
