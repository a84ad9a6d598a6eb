// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Protects who installs without Helm: what is printed is what the values say, and what means nothing is refused by name before a cluster sees it. */
final class InstallVerbTest {

    private static final String[] EAST = {"--print", "--set", "cluster=east", "--set", "podPrefixes={10.10.0.0/16}"};

    @TempDir
    private Path folder;

    private static HanseCommandLine.Run install(String... words) {
        List<String> all = new ArrayList<>(List.of("install"));
        all.addAll(List.of(words));
        return new HanseCommandLine(Clock.systemUTC(), Map.of()).run(all);
    }

    private static String printed(String[] words, String... more) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of(more));
        HanseCommandLine.Run run = install(all.toArray(String[]::new));
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.out()).doesNotContain("__", "\n#on ", "\n#off ", "\n#end ", "#switch");
        return run.out();
    }

    private static List<String> objects(String text) {
        List<String> names = new ArrayList<>();
        for (Object each : new Load(LoadSettings.builder().build()).loadAllFromString(text)) {
            if (each instanceof Map<?, ?> object && object.get("metadata") instanceof Map<?, ?> metadata) {
                names.add(object.get("kind") + " " + metadata.get("name"));
            }
        }
        return names;
    }

    @Test
    void theWordsMeanWhatTheySay() {
        assertThat(objects(printed(EAST)))
                .contains("CustomResourceDefinition serviceexports.multicluster.x-k8s.io", "DaemonSet hanse-gateway")
                .doesNotContain("DaemonSet hanse-node", "Namespace hanse");
        assertThat(objects(printed(EAST, "--create-namespace", "--set", "nodes.enabled=true")))
                .startsWith("Namespace hanse")
                .contains("DaemonSet hanse-gateway", "DaemonSet hanse-node", "Role hanse-node");
        assertThat(objects(printed(EAST, "--set", "crds.install=false", "--set", "kubernetes.writeImports=false")))
                .noneMatch(each -> each.startsWith("CustomResourceDefinition") || each.startsWith("Role "));
        assertThat(objects(printed(
                        new String[] {"control-plane", "--print", "--set", "clusterSet=example"},
                        "--set",
                        "advertise={198.51.100.10:30943}")))
                .containsExactly(
                        "ServiceAccount hanse-control-plane",
                        "ConfigMap hanse-control-plane",
                        "PersistentVolumeClaim hanse-control-plane",
                        "Service hanse-control-plane",
                        "Service hanse-control-plane-status",
                        "Deployment hanse-control-plane");
    }

    @Test
    void valuesAreWhereTheyBelong() {
        assertThat(printed(
                        EAST,
                        "--namespace",
                        "mesh",
                        "--set",
                        "image.repository=registry.example:5000/hanse",
                        "--set",
                        "joinTokenSecret=tokens",
                        "--set",
                        "tunnel.port=51999",
                        "--set",
                        "nodeAddressFamily=IPv6",
                        "--set",
                        "servicePrefixes={10.96.0.0/12, fd00:96::/108}"))
                .contains("  namespace: mesh\n", "lease-namespace: mesh\n")
                .contains("image: \"registry.example:5000/hanse:0.1.0-SNAPSHOT\"", "secretName: tokens,")
                .contains("pod-prefixes: [\"10.10.0.0/16\"]")
                .contains("service-prefixes: [\"10.96.0.0/12\",\"fd00:96::/108\"]")
                .contains("listen: \"[::]:51999\"", "hostPort: 51999")
                .doesNotContain("0.0.0.0:", "namespace: hanse\n");
        assertThat(printed(EAST, "--set", "image.digest=sha256:" + "0".repeat(64)))
                .contains("image: \"hanse@sha256:0000");
    }

    @Test
    void podsFollowTheirConfigurationAndNothingElse() {
        String before = hash(printed(EAST));
        assertThat(hash(printed(EAST, "--set", "joinTokenSecret=tokens"))).isEqualTo(before);
        assertThat(hash(printed(EAST, "--set", "dns.port=5300"))).isNotEqualTo(before);
    }

    private static String hash(String text) {
        Matcher found = Pattern.compile("hanse.dev/config: \"([0-9a-f]{64})\"").matcher(text);
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    @Test
    void aFileOfValuesCountsBeforeWhatIsTyped() throws IOException {
        Path file = Files.writeString(folder.resolve("values.yaml"), """
                # pods 10.20.0.0/16: Nodes (2)
                podPrefixes: ["10.20.0.0/16"]
                servicePrefixes: []
                dns: {zone: example.local}
                """);
        assertThat(printed(
                        new String[] {"--print", "--values", file.toString()},
                        "--set",
                        "cluster=west",
                        "--set",
                        "dns.port=5300"))
                .contains("pod-prefixes: [\"10.20.0.0/16\"]", "service-prefixes: []")
                .contains("zone: \"example.local\"", "HANSE_NODE_ADDRESS}:5300\"");
    }

    /** Where people begin: with all that the chart has, and what must be said filled in. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            gateway | cluster: ""=cluster: "east" | podPrefixes: []=podPrefixes: ["10.10.0.0/16"]
            control-plane | clusterSet: ""=clusterSet: "example" | advertise: []=advertise: ["198.51.100.10:30943"]
            """)
    void aCopyOfTheChartsOwnValuesPrintsWhatDefaultsPrint(String part, String first, String second) throws IOException {
        String text = Files.readString(Path.of("../deploy/helm/hanse-" + part + "/values.yaml"));
        StringBuilder least = new StringBuilder();
        for (String each : List.of(first, second)) {
            String[] change = each.split("=");
            assertThat(text).contains("\n" + change[0] + "\n");
            text = text.replaceFirst("(?m)^" + Pattern.quote(change[0]) + "$", change[1]);
            least.append(change[1]).append('\n');
        }
        String[] words = {part, "--print", "--values"};
        Path copy = Files.writeString(folder.resolve("copy.yaml"), text);
        Path required = Files.writeString(folder.resolve("required.yaml"), least);

        assertThat(printed(words, copy.toString())).isEqualTo(printed(words, required.toString()));
    }

    @Test
    void anEmptyTagIsTheChartsVersion() {
        assertThat(printed(EAST, "--set", "image.tag=")).isEqualTo(printed(EAST));
        assertThat(printed(EAST, "--set", "image.tag=null")).isEqualTo(printed(EAST));
    }

    @Test
    void nothingTakesADefaultAway() throws IOException {
        assertThat(printed(EAST)).contains("hanse.dev/gateway\",\"operator\":\"Exists");
        Path file = Files.writeString(folder.resolve("values.yaml"), "tolerations: null\n");
        Path later = Files.writeString(folder.resolve("later.yaml"), "tolerations: [{key: a, operator: Exists}]\n");

        assertThat(tolerations(printed(EAST, "--values", file.toString()))).isEqualTo("null");
        assertThat(tolerations(printed(EAST, "--set", "tolerations=null"))).isEqualTo("null");
        assertThat(tolerations(printed(EAST, "--values", file.toString(), "--values", later.toString())))
                .isEqualTo("[{\"key\":\"a\",\"operator\":\"Exists\"}]");
        Path nodes = Files.writeString(folder.resolve("nodes.yaml"), "resources: null\n");
        List<String> words = new ArrayList<>(List.of(EAST));
        words.addAll(List.of("--values", nodes.toString()));
        assertThat(install(words.toArray(String[]::new)).err()).contains("resources: only Helm can set it");
    }

    private static String tolerations(String text) {
        Matcher found = Pattern.compile("tolerations:\\s+(\\S+)\n").matcher(text);
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0123", "123", "null-", "on", "1e3", "tokens:", "NULL", "2026-11-30", "tokens"})
    void aTextStaysATextWhateverYamlMightTakeItFor(String name) {
        String text = printed(EAST, "--set", "joinTokenSecret=" + name, "--set", "image.tag=20261130");
        assertThat(text).contains("image: \"hanse:20261130\"");
        String written = name.equals("tokens") || name.equals("null-") ? name : '"' + name + '"';
        assertThat(text).contains("{secretName: " + written + ", optional");
    }

    @Test
    void aNamespaceOfDigitsStaysAText() {
        assertThat(printed(EAST, "--namespace", "123", "--create-namespace"))
                .contains("kind: Namespace\nmetadata:\n  name: \"123\"\n", "  namespace: \"123\"\n")
                .contains("lease-namespace: \"123\"\n", ", namespace: \"123\"}")
                .doesNotContain(" 123");
    }

    @Test
    void standardInputIsReadAsItIs() {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream("cluster: west\n".getBytes(StandardCharsets.UTF_8)));
        try {
            String[] words = {"--print", "--set", "podPrefixes={10.20.0.0/16}"};
            assertThat(printed(words, "--values", "-")).contains("cluster: \"west\"");
            assertThat(install("--print", "--values", "-").err())
                    .as("it is read once")
                    .contains("cluster: \"\"");
        } finally {
            System.setIn(before);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            cluster=East | cluster: "East" (expected: what matches
            podPrefixes={10.10.0.0} | podPrefixes[0]: "10.10.0.0" (expected: what matches
            podPrefixes={10.10.0.0/99} | podPrefixes: "10.10.0.0/99"
            podPrefixes={10.10.0.1/16} | podPrefixes: "10.10.0.1/16"
            podPrefixes=10.10.0.0/16 | podPrefixes: "10.10.0.0/16" (expected: array
            clustre=east | clustre: no such value
            tunnel.ports=1 | tunnel.ports: no such value
            tunnel.workers=17 | tunnel.workers: 17 (expected: 1 to 16)
            tunnel.workers=2 | tunnel.workers: only Helm can set it
            tunnel.device=hanse-of-the-east | tunnel.device: "hanse-of-the-east" (expected: 1 to 15 characters)
            dns.port=53 | dns.port: 53 (expected: 1024 to 65535
            nodeAddressFamily=ipv4 | nodeAddressFamily: "ipv4" (expected: IPv4, IPv6)
            nodes.enabled=yes | nodes.enabled: "yes" (expected: boolean)
            image.digest=latest | image.digest: "latest" (expected: what matches
            joinTokenSecret=a: b | joinTokenSecret: "a: b" (expected: letters, digits
            image.repository=hanse" | image.repository: "hanse"" (expected: letters, digits
            cluster | --set: "cluster" (expected: KEY=VALUE
            """)
    void valuesThatMeanNothingAreRefused(String value, String message) {
        List<String> words = new ArrayList<>(List.of(EAST));
        words.addAll(List.of("--set", value));
        HanseCommandLine.Run run = install(words.toArray(String[]::new));

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(message);
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThat(install("--print").err()).contains("cluster: \"\"", "podPrefixes: []");
        assertThat(install("control-plane", "--print").err()).contains("clusterSet: \"\"", "advertise: []");
        assertThat(install("nodes", "--print").err()).contains("\"nodes\" (expected: gateway or control-plane)");
        assertThat(install("--print", "--values", "none.yaml").err())
                .contains("--values none.yaml: none.yaml does not exist");
        assertThat(install("--print", "--namespace", "a.b").err()).contains("--namespace: \"a.b\"");
    }

    @Test
    void withoutPrintNothingIsDoneAndThatIsSaid() {
        HanseCommandLine.Run run = install("--set", "cluster=east");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err())
                .contains("nothing is installed", "hanse install gateway --print … | kubectl apply --server-side -f -");
    }
}
