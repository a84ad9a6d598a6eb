// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    void makesATokenInThePlaceOfAGateway() throws IOException {
        CommandLineRun run = run("token", "create", "east", "--gateway", "gw-1");
        assertThat(registry.tokens.getFirst().getGatewayName()).isEqualTo("gw-1");
        assertThat(run.err()).contains("in the place of east/gw-1 for 15m");
    }

    @Test
    void statesTheAllowedPrefixesOfTheToken() throws IOException {
        CommandLineRun run =
                run("token", "create", "east", "--allow-prefix", "10.20.0.0/16", "--allow-prefix", "fd00:20::/32");
        assertThat(registry.tokens.getFirst().getAllowedPodPrefixesList())
                .containsExactly("10.20.0.0/16", "fd00:20::/32");
        assertThat(run.err()).contains("with pod prefixes within 10.20.0.0/16, fd00:20::/32");
    }

    @Test
    void tokenThatAllowsMoreThanWasAskedIsShownToNobody() throws IOException {
        registry.knowsAllowedPrefixes = false;
        CommandLineRun run = run("token", "create", "east", "--allow-prefix", "10.20.0.0/16");
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("t-1", "upgrade the control plane").doesNotContain("c2VjcmV0");
        assertThat(run.status()).isNotZero();
    }

    @Test
    void listsGatewaysOfAllMembersOrOfOne() throws IOException {
        assertThat(run("gateway", "list").out().lines())
                .containsExactly(
                        "GATEWAY    CONNECTED  LAST SEEN  JOINED  TUNNEL           KEY             DRAINED  CERTIFICATE  VERSION",
                        "east/gw-1  yes        4s         1m      192.0.2.1:51820  -               -        -            0.1.0",
                        "west/gw-1  yes        4s         1m      192.0.2.1:51820  to be replaced  yes      -            0.1.0");
        JsonNode listed = JsonMapper.shared()
                .readTree(run("gateway", "list", "west", "-o", "json").out());
        assertThat(listed).hasSize(1);
        assertThat(listed.get(0).get("cluster").asString()).isEqualTo("west");
        assertThat(listed.get(0).get("joinedAt").asString()).isEqualTo("2026-11-23T11:58:30Z");
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
    void removesAMemberWithoutAsking() throws IOException {
        CommandLineRun run = run("cluster", "remove", "east", "--yes");
        assertThat(run.status()).isZero();
        assertThat(run.out())
                .isEqualTo("cluster east is no member any more; gone with it: 1 gateway, 3 services and 7 endpoints\n");
        assertThat(registry.removed).containsExactly("east");
        assertThat(registry.described).isEmpty();
    }

    @Test
    void saysWhatGoesAndChangesNothing() throws IOException {
        CommandLineRun run = run("cluster", "remove", "east", "--dry-run");
        assertThat(run.out()).isEqualTo("""
                        cluster east would go, with 1 gateway, 3 services and 7 endpoints
                        gateways: gw-1
                        services: shop/api, shop/web and 1 more
                        since when they are exported is forgotten: who exports them again is the youngest in conflicts
                        """);
        assertThat(registry.removed).isEmpty();
        JsonNode json = JsonMapper.shared()
                .readTree(run("cluster", "remove", "east", "--dry-run", "-o", "json")
                        .out());
        assertThat(json.get("removed").asBoolean()).isFalse();
        assertThat(json.get("removal").get("endpointCount").asInt()).isEqualTo(7);
        assertThat(run("gateway", "remove", "east/gw-1", "--dry-run").out()).startsWith("gateway east/gw-1 would go");
        assertThat(registry.described).containsExactly("east/", "east/", "east/gw-1");
        assertThat(registry.removed).isEmpty();
    }

    @Test
    void asksBeforeItRemovesAndTakesOnlyTheName() throws IOException {
        List<String> asked = new ArrayList<>();
        CommandLineRun wrong = CommandLineRun.of(
                registry,
                question -> {
                    asked.add(question);
                    return Optional.of("yes");
                },
                "cluster",
                "remove",
                "east");
        assertThat(wrong.status()).isOne();
        assertThat(wrong.err())
                .startsWith("cluster east goes at once, with 1 gateway, 3 services and 7 endpoints\n")
                .endsWith("hanse: cluster east: nothing was removed; type east to confirm, or say --yes\n");
        assertThat(asked).containsExactly("Type east to remove it: ");
        assertThat(registry.removed).isEmpty();

        assertThat(CommandLineRun.of(registry, _ -> Optional.of("east/gw-1 "), "gateway", "remove", "east/gw-1")
                        .status())
                .isZero();
        assertThat(registry.removed).containsExactly("east/gw-1");
    }

    @Test
    void removesNothingWhereNobodyCanBeAsked() throws IOException {
        CommandLineRun run = run("cluster", "remove", "east");
        assertThat(run.status()).isOne();
        assertThat(run.err()).contains("nobody is there to confirm it; say --yes, or look first with --dry-run");
        assertThat(registry.removed).isEmpty();
    }

    @Test
    void failsWhereARemovalIsNotWrittenYet() throws IOException {
        registry.storeFails = true;
        CommandLineRun run = run("cluster", "remove", "east", "--yes");
        assertThat(run.status()).isOne();
        assertThat(run.out()).startsWith("cluster east is no member any more");
        assertThat(run.err()).contains("is removed now", "a restart before that would bring it back");
    }

    @Test
    void waitsUntilAGatewayHasAnotherKey() throws IOException {
        CommandLineRun run = run("gateway", "rotate-key", "east/gw-1");
        assertThat(run.status()).isZero();
        assertThat(run.out()).isEqualTo("gateway east/gw-1 has another tunnel key\n");
        assertThat(registry.rotated).containsExactly("east/gw-1");
    }

    @Test
    void saysThatAGatewayKeepsItsKey() throws IOException {
        CommandLineRun run = run("gateway", "rotate-key", "west/gw-1", "--wait", "1s");
        assertThat(run.status()).isOne();
        assertThat(run.out()).isEqualTo("gateway west/gw-1 is to make another tunnel key\n");
        assertThat(run.err()).contains("still has the key that it is to give up; look at its log");
        assertThat(run("gateway", "rotate-key", "north/gw-1").err())
                .contains("is not connected: it is told when it is");
    }

    @Test
    void drainsAGatewayAndSaysWhereThatMovesNothing() throws IOException {
        CommandLineRun run = run("gateway", "drain", "east/gw-1");
        assertThat(run.status()).isZero();
        assertThat(run.out()).isEqualTo("gateway east/gw-1 is drained\n");
        CommandLineRun alone = run("gateway", "drain", "west/gw-1");
        assertThat(alone.status()).isOne();
        assertThat(alone.err())
                .contains("no other gateway of cluster west is connected", "hanse gateway undrain west/gw-1");
        assertThat(run("gateway", "drain", "north/gw-1").out()).contains("it is not connected, and told when it is");
        assertThat(registry.drained).containsExactly("east/gw-1", "west/gw-1", "north/gw-1");
        assertThat(run("gateway", "undrain", "east/gw-1").out()).isEqualTo("gateway east/gw-1 is not drained\n");
        assertThat(registry.drained).doesNotContain("east/gw-1");
    }

    @Test
    void gatewaysAreNamedByClusterAndName() throws IOException {
        for (String wrong : List.of("gw-1", "/gw-1", "east/")) {
            CommandLineRun run = run("gateway", "remove", wrong, "--yes");
            assertThat(run.status()).isEqualTo(2);
            assertThat(run.err()).contains("(expected: CLUSTER/NAME, as east/gw-1)");
        }
    }

    @Test
    void explainsARefusalInOneLineAndFails() throws IOException {
        CommandLineRun run = run("cluster", "remove", "north", "--yes");
        assertThat(run.err())
                .isEqualTo("hanse: cluster \"north\" is no member (CLUSTER_UNKNOWN);"
                        + " list the members: hanse cluster list\n");
        assertThat(run.out()).isEmpty();
        assertThat(run.status()).isOne();
    }

    @Test
    void showsAStackTraceOnlyForDebug() throws IOException {
        assertThat(run("cluster", "remove", "north", "--yes", "--debug").err()).contains("\tat ");
    }

    private CommandLineRun run(String... args) throws IOException {
        return CommandLineRun.of(registry, args);
    }
}
