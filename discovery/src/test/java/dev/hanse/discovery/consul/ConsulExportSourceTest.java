// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.ExportSet;
import dev.hanse.discovery.model.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects the conversation with Consul: opting in and out, health, outages, lost indexes, tokens. */
class ConsulExportSourceTest extends ConsulSourceFixture {

    @Test
    void exportsOnlyWhatOptsIn() {
        consul.set(List.of(
                Instances.web("web-1", "10.20.0.10"),
                Instances.of("web", "web-2", "10.20.0.11", 80, Map.of("clusterset-export", "")),
                Instances.of("db", "db-1", "10.20.0.12", 5432, Map.of("clusterset-export", "false"))));
        source.start(listener);

        assertThat(addresses(listener.awaitSet(1))).containsExactly("10.20.0.10");
    }

    @Test
    void optingInAndOutByMetaAloneIsNoticed() {
        consul.set(List.of(Instances.of("web", "web-1", "10.20.0.10", 80, Map.of("clusterset-export", "no"))));
        source.start(listener);
        listener.awaitExports(ExportSet.EMPTY::equals);

        consul.set(List.of(Instances.web("web-1", "10.20.0.10")));
        listener.awaitExports(set -> addresses(set).contains("10.20.0.10"));

        consul.set(List.of(Instances.of("web", "web-1", "10.20.0.10", 80, Map.of("clusterset-export", "no"))));
        listener.awaitExports(ExportSet.EMPTY::equals);

        consul.set(List.of(Instances.web("web-1", "10.20.0.10")));
        listener.awaitExports(set -> addresses(set).contains("10.20.0.10"));
    }

    @Test
    void failingCheckMakesAnEndpointNotReadyAndKeepsIt() {
        consul.set(List.of(Instances.web("web-1", "10.20.0.10"), Instances.web("web-2", "10.20.0.11")));
        source.start(listener);
        listener.awaitSet(1);

        consul.set(
                List.of(Instances.web("web-1", "10.20.0.10"), Instances.failing(Instances.web("web-2", "10.20.0.11"))));

        ExportSet set = listener.awaitExports(each -> !endpoints(each).stream().allMatch(Endpoint::ready));
        assertThat(addresses(set)).containsExactlyInAnyOrder("10.20.0.10", "10.20.0.11");
    }

    @Test
    void nodeAddressStandsInForAMissingOne() {
        consul.set(List.of(Instances.web("web-1", "")));
        source.start(listener);

        assertThat(addresses(listener.awaitSet(1))).containsExactly("10.1.0.1");
    }

    @Test
    void whatARealAgentLeavesOutStopsNothing() {
        consul.change(catalog -> catalog.answerWith("plain", """
                [{"Node": {"Node": "node-1", "Address": "10.1.0.1", "TaggedAddresses": null, "Meta": null},
                  "Service": {"ID": "plain", "Service": "plain", "Tags": null, "Address": "", "Meta": null, "Port": 0},
                  "Checks": []}]
                """));
        consul.set(List.of(Instances.web("web-1", "10.20.0.10")));
        source.start(listener);

        assertThat(addresses(listener.awaitSet(1))).containsExactly("10.20.0.10");
        assertThat(listener.failures()).isEmpty();
    }

    @Test
    void namesAreAskedForAsTheyAre() {
        consul.set(List.of(
                Instances.of("team a/web 1", "web-1", "10.20.0.10", 80, Map.of("clusterset-service", "one")),
                Instances.of("a+b%20c?d#e.f", "web-2", "10.20.0.11", 80, Map.of("clusterset-service", "two"))));
        source.start(listener);

        assertThat(addresses(listener.awaitSet(1))).containsExactlyInAnyOrder("10.20.0.10", "10.20.0.11");
    }

    @Test
    void everyQueryIsConsistentSinceAFreshLeaderAnswersOthersFromAPartOfItsLog() {
        consul.set(List.of(Instances.web("web-1", "10.20.0.10")));
        source.start(listener);
        listener.awaitSet(1);

        assertThat(consul.uris()).isNotEmpty().allMatch(uri -> uri.contains("?consistent&"));
    }

    @Test
    void awayAtTheStartIsStaleOnceAndReadWhenItIsThere() throws IOException {
        consul.stop();
        source.start(listener);
        assertThat(listener.awaitFailure(1))
                .startsWith("Consul at " + consul.address() + " cannot be read: ")
                .contains("is it running");

        consul.set(List.of(Instances.web("web-1", "10.20.0.10")));
        consul.restart();

        assertThat(addresses(listener.awaitSet(1))).containsExactly("10.20.0.10");
        assertThat(listener.failures()).hasSize(1);
    }

    @Test
    void awayInBetweenKeepsTheSetAndReadsAgainAfterwards() throws IOException {
        consul.set(List.of(Instances.web("web-1", "10.20.0.10"), Instances.of("api", "a", "10.20.0.20", 80, Map.of())));
        source.start(listener);
        listener.awaitSet(1);

        consul.stop();
        listener.awaitFailure(1);
        assertThat(listener.sets()).hasSize(1);

        consul.set(List.of(Instances.web("web-1", "10.20.0.99")));
        consul.restart();
        listener.awaitExports(set -> addresses(set).equals(List.of("10.20.0.99")));
        assertThat(listener.failures()).hasSize(1);
    }

    @Test
    void anIndexThatWentBackwardsDoesNotStallTheLoops() {
        consul.set(List.of(Instances.web("web-1", "10.20.0.10")));
        source.start(listener);
        listener.awaitSet(1);

        consul.change(StubCatalog::resetIndex);
        consul.set(List.of(Instances.web("web-1", "10.20.0.11")));

        listener.awaitExports(set -> addresses(set).equals(List.of("10.20.0.11")));
    }

    @Test
    void tokenIsSentAndReadAgainAfterARefusal(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "first-secret\n");
        consul.accept("second-secret");
        try (ConsulExportSource withToken =
                source(new ConsulConfig(consul.address(), Optional.of(file), Optional.empty()))) {
            withToken.start(listener);
            assertThat(listener.awaitFailure(1)).contains("service:read").doesNotContain("secret");

            Files.writeString(file, "second-secret\n");
            listener.awaitSet(1);
        }

        assertThat(consul.tokens()).startsWith("first-secret").contains("second-secret");
    }

    @Test
    void aTokenThatLosesItsRightsWithdrawsNothing() {
        consul.set(List.of(Instances.web("web-1", "10.20.0.10")));
        source.start(listener);
        listener.awaitSet(1);

        consul.change(catalog -> catalog.hideAll(true));
        assertThat(listener.awaitFailure(1)).contains("may hide others").contains("node:read");
        assertThat(listener.sets()).hasSize(1);

        consul.change(catalog -> catalog.hideAll(false));
        assertThat(addresses(listener.awaitSet(2))).containsExactly("10.20.0.10");
    }

    @Test
    void unreadableTokenFileIsStaleWithItsName(@TempDir Path folder) {
        Path file = folder.resolve("token");
        try (ConsulExportSource withToken =
                source(new ConsulConfig(consul.address(), Optional.of(file), Optional.empty()))) {
            withToken.start(listener);

            assertThat(listener.awaitFailure(1)).contains(file.toString());
        }
    }

    @Test
    void followsManyServicesAtOnceUpToTheLimit() {
        consul.set(IntStream.range(0, Followers.MAX_SERVICES + 5)
                .mapToObj(i -> Instances.of("s" + i, "i", "10.20.1." + i % 250, 80, Map.of()))
                .toList());
        source.start(listener);

        assertThat(listener.awaitSet(1).exports()).hasSize(Followers.MAX_SERVICES);
    }

    @Test
    void closeEndsEveryQuery() {
        consul.set(List.of(Instances.web("web-1", "10.20.0.10")));
        source.start(listener);
        listener.awaitSet(1);

        source.close();
        int queries = consul.uris().size();
        consul.set(List.of());
        consul.set(List.of());

        assertThat(consul.uris()).hasSize(queries);
    }
}
