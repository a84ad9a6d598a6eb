// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.Distribution;
import dev.hanse.e2e.host.TestLab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Protects who installs by what the page says, with Helm or without: both are taken by a real API server, and both make the same. */
final class InstallIT {

    @RegisterExtension
    static final TestLab LAB = new TestLab();

    private static NewCluster east;

    @BeforeAll
    static void start() {
        east = NewCluster.start(LAB);
    }

    /** Who has no Helm gets from {@code hanse install} what Helm would make, but for what is Helm's own. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            gateway | cluster=east podPrefixes={10.10.0.0/16}
            gateway | cluster=east podPrefixes={10.10.0.0/16} crds.install=false kubernetes.writeImports=false
            gateway | cluster=west podPrefixes={fd00:20::/56} servicePrefixes={fd00:21::/108} nodeAddressFamily=IPv6 nodes.enabled=true nodes.events=false
            gateway | cluster=east.prod podPrefixes={10.10.0.0/16,fd00:10::/56} image.repository=images.example/hanse image.tag=1.2.3 nodes.enabled=true nodes.port=9600 nodes.vxlanPort=9602 nodes.statusPort=9601 nodes.gatewaySecret=for-gateways nodes.nodeSecret=for-nodes nodes.stateDir=/srv/hanse-node
            gateway | cluster=east podPrefixes={10.10.0.0/16} tunnel.device=hanse1 tunnel.port=52000 dns.port=5300 dns.zone=example.local status.port=9500 stateDir=/srv/hanse joinTokenSecret=tokens logFormat=json image.digest=sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef image.pullPolicy=Always
            gateway | cluster=east podPrefixes={10.10.0.0/16} tolerations=null image.tag= priorityClassName=null nodes.enabled=true nodes.tolerations=null
            control-plane | clusterSet=example advertise={198.51.100.10:30943}
            control-plane | clusterSet=example advertise={hanse.example:9443,[2001:db8::10]:30943} service.type=NodePort service.port=443 service.nodePort=30943 persistence.size=5Gi persistence.storageClassName=fast
            control-plane | clusterSet=example advertise={hanse.example:9443} persistence.existingClaim=kept image.tag=1.2.3 priorityClassName=system-cluster-critical
            """)
    void whatIsPrintedIsWhatHelmMakes(String part, String values) throws IOException {
        List<String> set = Stream.of(values.split(" ")).map("--set="::concat).toList();
        String printed = printed(part, set);
        String chart = "hanse-" + part;
        List<String> words =
                new ArrayList<>(List.of("template", chart, Helm.chart(chart).toString()));
        words.addAll(set);
        Manifests rendered = Manifests.of(
                east.helm().run(words.toArray(String[]::new)).orFail().output());

        assertThat(Manifests.of(printed).comparable()).isEqualTo(rendered.comparable());
        Path objects = Files.writeString(east.work().resolve("printed.yaml"), printed);
        east.api()
                .kubectl("apply", "--server-side", "--dry-run=server", "--validate=strict", "--filename=" + objects)
                .orFail();
    }

    private static String printed(String part, List<String> set) {
        List<String> words = new ArrayList<>(List.of("install", part, "--print"));
        words.addAll(set);
        return east.api().host().hanse(words.toArray(String[]::new)).orFail().output();
    }

    /** Two of them take the prefixes that are found in the cluster. */
    @Test
    void theCommandsOfThePageInstall() throws IOException {
        node();
        List<String> commands = commands("(hanse prefixes .*\\| )?helm install .*");
        assertThat(commands).hasSize(3);
        List<String> found = commands.stream()
                .map(command -> tried(command.replaceFirst("install ", "install --dry-run=server ")))
                .filter(each -> each.contains("pod-prefixes: [\"10.10.3.0/24\",\"fd00:10:3:0:0:0:0:0/64\"]"))
                .toList();
        assertThat(found).hasSize(2);
    }

    @Test
    void theCommandsOfThePageInstallWithoutHelm() throws IOException {
        node();
        List<String> commands = commands(".*hanse install .*\\| kubectl .* apply .*");
        assertThat(commands).hasSize(3);
        List<String> made = commands.stream()
                .map(command -> tried(command.replace("apply ", "apply --dry-run=server --validate=strict ")))
                .toList();
        assertThat(made.getFirst()).contains("deployment.apps/hanse-control-plane serverside-applied");
        assertThat(made.subList(1, 3))
                .allSatisfy(each -> assertThat(each).contains("daemonset.apps/hanse-gateway serverside-applied"));
    }

    private static void node() {
        east.api().admin().apply("""
                apiVersion: v1
                kind: Node
                metadata: {name: node-1}
                spec: {podCIDR: "10.10.3.0/24", podCIDRs: ["10.10.3.0/24", "fd00:10:3::/64"]}
                """);
    }

    private static List<String> commands(String pattern) throws IOException {
        return Files.readAllLines(Distribution.repository().resolve("docs/kubernetes.md")).stream()
                .filter(line -> line.matches(pattern))
                .map(line -> line.replaceAll(" --(kube-)?context \\w+", ""))
                .toList();
    }

    private static String tried(String command) {
        String shell = """
                cd '%s'
                export HELM_CACHE_HOME='%s' KUBECONFIG='%s' JAVA_HOME='%s'
                hanse() { '%s' "$@"; }
                """.formatted(
                        Distribution.repository(),
                        east.work(),
                        east.api().adminKubeconfig(),
                        System.getProperty("java.home"),
                        Distribution.executable());
        return east.api().host().run("sh", "-ec", shell + command).orFail().output();
    }
}
