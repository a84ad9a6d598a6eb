// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Protects what the verbs about tokens and members ask and print, and how they end. */
final class RegistryVerbsTest {

    private final FakeRegistry registry = new FakeRegistry();

    @Test
    void printsTheTokenAloneOnStandardOutput() throws IOException {
        CommandLineRun run = run("token", "create", "east");
        assertThat(run.out()).isEqualTo("hanse1.c2VjcmV0\n");
        assertThat(run.err()).contains("t-1", "east", "15m").doesNotContain("c2VjcmV0");
        assertThat(run.status()).isZero();
    }

    @Test
    void sendsLifeAndKindOfTheToken() throws IOException {
        run("token", "create", "east", "--life", "2h", "--additional-gateway");
        assertThat(registry.tokens.getFirst().getLife())
                .isEqualTo(Duration.newBuilder().setSeconds(7200).build());
        assertThat(registry.tokens.getFirst().getAdditionalGateway()).isTrue();
        assertThat(registry.tokens.getFirst().getClusterId()).isEqualTo("east");
    }

    @Test
    void leavesTheLifeToTheControlPlaneWhereNoneIsGiven() throws IOException {
        run("token", "create", "east");
        assertThat(registry.tokens.getFirst().hasLife()).isFalse();
    }

    @Test
    void listsMembersOfAllPages() throws IOException {
        assertThat(run("cluster", "list").out().lines())
                .containsExactly(
                        "CLUSTER  GATEWAYS  POD PREFIXES  SERVICES  AGE",
                        "east     1/1       10.10.0.0/16  3         2m",
                        "west     1/1       10.10.0.0/16  3         2m");
    }

    @Test
    void listsMembersAsJson() throws IOException {
        JsonNode members = JsonMapper.shared()
                .readTree(run("cluster", "list", "--output", "json").out());
        assertThat(members).hasSize(2);
        assertThat(members.get(0).get("id").asString()).isEqualTo("east");
        assertThat(members.get(0).get("registeredAt").asString()).isEqualTo("2026-11-23T11:58:00Z");
        assertThat(members.get(0)
                        .get("gateways")
                        .get(0)
                        .get("certificateExpiresAt")
                        .isNull())
                .isTrue();
    }

    @Test
    void showsAMemberWithItsGateways() throws IOException {
        assertThat(run("cluster", "show", "west").out())
                .contains("west", "10.10.0.0/16")
                .containsPattern("gw-1 +yes +4s +192.0.2.1:51820 +- +0.1.0");
    }

    @Test
    void removesAMember() throws IOException {
        assertThat(run("cluster", "remove", "east").status()).isZero();
        assertThat(registry.removed).containsExactly("east");
    }

    @Test
    void explainsARefusalInOneLineAndFails() throws IOException {
        CommandLineRun run = run("cluster", "remove", "north");
        assertThat(run.err())
                .isEqualTo("hanse: cluster \"north\" is no member (CLUSTER_UNKNOWN);"
                        + " list the members: hanse cluster list\n");
        assertThat(run.out()).isEmpty();
        assertThat(run.status()).isOne();
    }

    @Test
    void showsAStackTraceOnlyForDebug() throws IOException {
        assertThat(run("cluster", "remove", "north", "--debug").err()).contains("\tat ");
    }

    private CommandLineRun run(String... args) throws IOException {
        return CommandLineRun.of(registry, args);
    }
}
