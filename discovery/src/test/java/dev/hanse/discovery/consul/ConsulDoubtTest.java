// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import static dev.hanse.net.testing.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.ExportSet;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Protects exports from answers that lack what nobody deregistered. */
class ConsulDoubtTest extends ConsulSourceFixture {

    private static final ConsulInstance WEB_1 = Instances.web("web-1", "10.20.0.10");
    private static final ConsulInstance WEB_2 = Instances.web("web-2", "10.20.0.11");
    private static final ConsulInstance API = Instances.of("api", "api-1", "10.20.0.20", 80, Map.of());

    @Test
    void anEmptyHealthListOfAServiceInTheCatalogIsStale() {
        start();

        consul.change(catalog -> catalog.answerWith("web", "[]"));
        assertThat(listener.awaitFailure(1)).contains("\"web\"", "the catalog names it", "node:read");
        assertWithdrawsNothing();
    }

    @Test
    void aServiceThatTheTokenNoLongerSeesIsStale() {
        start();

        consul.change(catalog -> catalog.hideService("web"));
        assertThat(listener.awaitFailure(1)).contains("\"web\"", "nothing has changed in Consul", "service:read");
        assertWithdrawsNothing();

        consul.change(StubCatalog::showAll);
        assertThat(listener.awaitSet(2)).isEqualTo(listener.sets().getFirst());
    }

    @Test
    void aTokenThatLostItsRightsWhileConsulWasAwayIsToldOf() throws IOException {
        start();

        consul.stop();
        listener.awaitFailure(1);
        consul.change(catalog -> catalog.hideAll(true));
        consul.restart();
        awaitReason("no instance of its service");
        assertWithdrawsNothing();
    }

    @Test
    void aNodeThatTheTokenNoLongerSeesIsStale() {
        start();

        consul.change(catalog -> catalog.hideInstance("web-2"));
        assertThat(listener.awaitFailure(1)).contains("\"web\"", "instances missing: 1", "node:read");
        assertWithdrawsNothing();

        consul.set(List.of(Instances.failing(WEB_1), WEB_2, API));
        listener.awaitExports(set -> endpoints(set).stream().anyMatch(each -> !each.ready()));
        assertThat(addresses(listener.sets().getLast())).contains("10.20.0.11");
    }

    @Test
    void anAnswerThatSaysThatItIsFilteredTakesNothingAway() {
        start();

        consul.change(catalog -> {
            catalog.sayFiltered("web");
            catalog.set(List.of(WEB_1, API));
        });
        assertThat(listener.awaitFailure(1)).contains("\"web\"", "may not see all");
        assertWithdrawsNothing();
    }

    @Test
    void servicesThatTheTokenNeverSawOfANodeAreStaleAndNotAbsent() {
        consul.set(List.of(WEB_1, API));
        consul.change(catalog -> catalog.hideInstance("web-1"));
        source.start(listener);

        assertThat(addresses(listener.awaitSet(1))).containsExactly("10.20.0.20");
        assertThat(listener.awaitFailure(1)).contains("\"web\"", "node:read");
    }

    @Test
    void anEmptyConsulInPlaceOfTheOldOneIsStaleAndFillsUpAgain() throws IOException {
        start();

        consul.stop();
        listener.awaitFailure(1);
        consul.change(catalog -> catalog.replaceBy("server-9", 3));
        consul.restart();
        awaitReason(
                "services \"api\", \"web\" only; the first: instances missing: 1, but Consul's servers are all others");
        assertThat(listener.failures().getLast()).contains("restart this gateway");
        assertWithdrawsNothing();

        consul.set(List.of(API, WEB_1));
        awaitReason("service \"web\" only: instances missing: 1");
        consul.set(List.of(API, WEB_1, WEB_2));
        assertThat(addresses(listener.awaitSet(2))).hasSize(3);

        consul.set(List.of(API));
        listener.awaitExports(set -> addresses(set).equals(List.of("10.20.0.20")));
    }

    @Test
    void anotherConsulWithAGreaterIndexIsStale() throws IOException {
        start();

        consul.stop();
        listener.awaitFailure(1);
        consul.change(catalog -> catalog.replaceBy("server-9", 1000));
        consul.restart();
        awaitReason(
                "services \"api\", \"web\" only; the first: instances missing: 1, but Consul's servers are all others");
        assertWithdrawsNothing();
    }

    @Test
    void aRestoredConsulThatLacksServicesIsStaleHoweverFarItsIndexGrows() {
        start();

        // Together: a Consul that was seen with all of them after its index went back, and lacks one later, has lost it
        // properly.
        consul.change(catalog -> {
            catalog.resetIndex();
            catalog.set(List.of(WEB_1));
        });
        awaitReason("went back from");
        for (int i = 0; i < 30; i++) {
            String address = "10.20.0." + (100 + i);
            consul.set(List.of(Instances.web("web-1", address)));
            listener.awaitExports(set -> addresses(set).contains(address));
        }
        assertThat(addresses(listener.sets().getLast())).contains("10.20.0.20", "10.20.0.11");
    }

    @Test
    void anAgentThatLostItsDataWithdrawsNothing() {
        start();

        consul.change(catalog -> {
            catalog.setUpAnew("node-1", "another id");
            catalog.set(List.of(API));
        });
        assertThat(listener.awaitFailure(1)).contains("\"web\"", "node node-1 was set up anew");
        assertWithdrawsNothing();
    }

    /** Consul knows the new node before the agent deregisters what it does not know. */
    @Test
    void anAgentThatLostItsDataWithdrawsNothingThoughItsNewNodeWasSeenBefore() {
        start();
        consul.change(catalog -> {
            catalog.setUpAnew("node-1", "another id");
            catalog.set(Stream.of(WEB_1, WEB_2, API)
                    .map(each -> onNode(each, "another id"))
                    .toList());
        });
        await(
                "it is seen",
                () -> consul.uris().stream()
                        .anyMatch(uri -> uri.startsWith("/v1/health/service/web?") && uri.contains("index=12")));

        consul.set(List.of(onNode(API, "another id")));
        assertThat(listener.awaitFailure(1)).contains("\"web\"", "node node-1 was set up anew");
        assertWithdrawsNothing();
    }

    private static ConsulInstance onNode(ConsulInstance each, String nodeId) {
        return new ConsulInstance(
                each.service(),
                each.node(),
                nodeId,
                each.id(),
                each.address(),
                each.port(),
                each.meta(),
                each.passing());
    }

    @Test
    void aSourceThatIsStartedAnewTakesConsulAtItsWord() {
        start();
        consul.change(catalog -> catalog.replaceBy("server-9", 3));
        source.close();

        source = source(ConsulConfig.of(consul.address()));
        source.start(listener);

        listener.awaitExports(ExportSet.EMPTY::equals);
    }

    private void start() {
        consul.set(List.of(WEB_1, WEB_2, API));
        source.start(listener);
        listener.awaitSet(1);
    }

    /** All that was there is there in every set. */
    private void assertWithdrawsNothing() {
        assertThat(listener.sets())
                .allSatisfy(set -> assertThat(addresses(set)).contains("10.20.0.10", "10.20.0.11", "10.20.0.20"));
    }

    private void awaitReason(String part) {
        int count = 1;
        while (!listener.awaitFailure(count).contains(part)) {
            count++;
        }
    }
}
