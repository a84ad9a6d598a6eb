// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
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
                .containsPattern("10\\.10\\.0\\.11 +east +- +yes +1");
    }

    @Test
    void saysHowAServiceIsNamed() throws IOException {
        CommandLineRun run = run("service", "show", "web");
        assertThat(run.err()).contains("\"web\"", "namespace/name");
        assertThat(run.status()).isOne();
    }

    @Test
    void listsPaths() throws IOException {
        assertThat(run("connections").out()).containsPattern("west/gw-1 +east/gw-1 +up +0\\.42 ms +30s +-");
    }

    @Test
    void resolvesInOneCluster() throws IOException {
        CommandLineRun run = run("resolve", "web.shop.svc.clusterset.local", "--cluster", "west");
        assertThat(run.out()).containsPattern("west +NOERROR +10\\.10\\.0\\.11 +east +yes");
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
