// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Protects what the verbs that look at services and paths print, and how they end. */
final class InspectionVerbsTest {

    @Test
    void listsServicesWithTheirProblems() throws IOException {
        assertThat(run("service", "list").out().lines())
                .containsExactly(
                        "SERVICE   TYPE          PORTS   CLUSTERS  READY  PROBLEMS",
                        "shop/web  ClusterSetIP  80/TCP  east      1/2    Conflict(east)");
    }

    @Test
    void showsConditionsAndEndpoints() throws IOException {
        assertThat(run("service", "show", "shop/web").out())
                .contains("Valid=True (Valid), Conflict=True (PortConflict)")
                .containsPattern("10\\.10\\.0\\.11 +80/TCP +east +- +yes +1")
                .as("the second page")
                .containsPattern("10\\.10\\.0\\.12 +80/TCP +east +- +yes +1");
    }

    @Test
    void saysWhyAnExportIsNotAsItShouldBe() throws IOException {
        assertThat(run("service", "show", "shop/web").out())
                .containsPattern(
                        "CLUSTER +CONDITION +WHY\neast +Conflict +ports: http is 80/TCP in east and 8080/TCP in west");
    }

    @Test
    void saysWhereAServiceIsNotWrittenAndWhy() throws IOException {
        String visible = "Service shop/derived-\\u001b[2Jx cannot be written: exceeded quota";
        assertThat(run("service", "show", "shop/web").out())
                .containsPattern("NOT WRITTEN IN +BY +TO +WHY\nwest +gw-1 +kubernetes +" + Pattern.quote(visible));
        JsonNode refused = JsonMapper.shared()
                .readTree(run("service", "show", "shop/web", "--output", "json").out())
                .get("refusedWrites");
        assertThat(refused.size()).isOne();
        assertThat(refused.get(0).get("cluster").asString()).isEqualTo("west");
        assertThat(refused.get(0).get("target").asString()).isEqualTo("kubernetes");
        assertThat(refused.get(0).get("text").asString()).contains("exceeded quota");
    }

    @Test
    void saysHowMuchMoreIsNotWritten() throws IOException {
        assertThat(run("service", "show", "shop/web").out())
                .contains("west/gw-1 cannot write 872 more, of this service or of others;"
                        + " see imports and consulImports in its /status");
        JsonNode leftOut = JsonMapper.shared()
                .readTree(run("service", "show", "shop/web", "--output", "json").out())
                .get("leftOut");
        assertThat(leftOut.get(0).get("leftOut").asInt()).isEqualTo(872);
    }

    @Test
    void saysHowAServiceIsNamed() throws IOException {
        CommandLineRun run = run("service", "show", "web");
        assertThat(run.err()).contains("\"web\"", "namespace/name");
        assertThat(run.status()).isOne();
    }

    @Test
    void listsPaths() throws IOException {
        assertThat(run("connections").out())
                .containsPattern("west/gw-1 +east/gw-1 +up +0\\.42 ms +1424 +1\\.5 MB +18\\.4 EB +3 +2 +30s +-");
    }

    @Test
    void saysWhyAPathCannotBeUp() throws IOException {
        assertThat(run("connections").out())
                .containsPattern("east/gw-1 +west/gw-1 +down: workers differ +- +- +- +- +- +2 here, 4 there");
    }

    @Test
    void saysBelowThePathsWhatMayLosePacketsOnAHost() throws IOException {
        assertThat(run("connections").out())
                .contains(
                        "west/gw-1: FORWARD_DROPPED: table ip filter, chain \\u001b[2JFORWARD, policy drop\n  west/gw-1 advises for its own host: accept hanse0\n");
        JsonNode paths = JsonMapper.shared()
                .readTree(run("connections", "--output", "json").out());
        assertThat(paths.get(0).at("/hostFindings/0/code").asString()).isEqualTo("FORWARD_DROPPED");
        assertThat(paths.get(1).has("hostFindings")).isFalse();
    }

    @Test
    void showsHowTheTunnelWorks() throws IOException {
        assertThat(run("connections", "--traffic").out())
                .containsPattern(
                        "west/gw-1 +east/gw-1 +1200 +7 +41\\.0 +- +0\\.65 us for 1\\.4 kB +- +REPLAYED 1, STAGING_FULL 2");
    }

    @Test
    void showsTrafficInFieldsAndTheSameAsYaml() throws IOException {
        JsonNode paths = JsonMapper.shared()
                .readTree(run("connections", "--output", "json").out());
        assertThat(paths.get(0).at("/sent/octets").asLong()).isEqualTo(1_536_000);
        // Numbers of the contract have no sign.
        assertThat(paths.get(0).at("/received/octets").bigIntegerValue()).isEqualTo("18446744073709551615");
        assertThat(paths.get(0).at("/sent/bursts")).hasSize(7);
        assertThat(paths.get(0).at("/drops/REPLAYED").asLong()).isOne();
        assertThat(paths.get(0).get("fromWorkers").asInt()).isEqualTo(2);
        assertThat(paths.get(1).get("sent").isNull()).isTrue();

        Object yaml = new Load(LoadSettings.builder().build())
                .loadFromString(run("connections", "--output", "yaml").out());
        assertThat(JsonMapper.shared().<JsonNode>valueToTree(yaml)).isEqualTo(paths);
    }

    @Test
    void resolvesInOneCluster() throws IOException {
        CommandLineRun run = run("resolve", "web.shop.svc.clusterset.local", "--cluster", "west");
        assertThat(run.out())
                .containsPattern("west +NOERROR +10\\.10\\.0\\.11 +east +yes")
                .as("the second page")
                .containsPattern("west +NOERROR +10\\.10\\.0\\.12 +east +yes");
        assertThat(run.status()).isZero();
    }

    @Test
    void failsWhereANameResolvesNowhereButShowsTheAnswer() throws IOException {
        CommandLineRun run = run("resolve", "no.shop.svc.clusterset.local", "--cluster", "west", "--output", "json");
        JsonNode answers = JsonMapper.shared().readTree(run.out());
        assertThat(answers.get(0).get("rcode").asString()).isEqualTo("NXDOMAIN");
        assertThat(run.err()).contains("resolves in no asked cluster");
        assertThat(run.status()).isOne();
    }

    private static CommandLineRun run(String... args) throws IOException {
        return CommandLineRun.of(new FakeInspection(), args);
    }
}
