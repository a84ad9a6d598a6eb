// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.ExportSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects the services of a source from one of them that cannot be read. */
class ConsulStaleServiceTest extends ConsulSourceFixture {

    private static final ConsulInstance WEB = Instances.web("web-1", "10.20.0.10");
    private static final ConsulInstance API = Instances.of("api", "api-1", "10.20.0.20", 80, Map.of());
    private static final ConsulInstance DB = Instances.of("db", "db-1", "10.20.0.30", 80, Map.of());

    @Test
    void oneServiceIsStaleAloneWhileTheOthersComeChangeAndGo() {
        consul.set(List.of(WEB, API));
        source.start(listener);
        listener.awaitSet(1);

        consul.change(catalog -> catalog.answerWith("web", 429));
        assertThat(listener.awaitFailure(1))
                .startsWith("service \"web\" only: ")
                .contains("HTTP 429", "limits.http_max_conns_per_client");

        consul.set(List.of(API, DB));
        awaitAddresses("10.20.0.10", "10.20.0.20", "10.20.0.30");
        consul.set(List.of(DB));
        awaitAddresses("10.20.0.10", "10.20.0.30");
        assertThat(listener.failures()).hasSize(1);

        consul.change(catalog -> catalog.answerWith("web", 200));
        awaitAddresses("10.20.0.30");
    }

    @Test
    void aServiceThatCannotBeReadAtTheStartHoldsUpNoOther() {
        consul.set(List.of(WEB, API));
        consul.change(catalog -> catalog.answerWith("web", 500));
        source.start(listener);

        assertThat(addresses(listener.awaitSet(1))).containsExactly("10.20.0.20");
        assertThat(listener.awaitFailure(1)).contains("\"web\"", "HTTP 500");

        consul.change(catalog -> catalog.answerWith("web", 200));
        awaitAddresses("10.20.0.10", "10.20.0.20");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>welcome</html>", "[{\"Service\": {\"Service\": \"we", "[]x", "{}", "[[]]"})
    void garbageInPlaceOfOneServiceIsStaleAlone(String garbage) {
        consul.set(List.of(WEB, API));
        source.start(listener);
        listener.awaitSet(1);

        consul.change(catalog -> catalog.answerWith("web", garbage));
        assertThat(listener.awaitFailure(1)).contains("service \"web\" only").contains("is that the HTTP API");

        consul.set(List.of(DB));
        awaitAddresses("10.20.0.10", "10.20.0.30");
    }

    @Test
    void aNameThatNoPathCanHoldIsLeftOutAndMakesNothingStale() {
        consul.set(List.of(WEB));
        consul.change(catalog -> catalog.answerWith("..", 301));
        source.start(listener);

        assertThat(addresses(listener.awaitSet(1))).containsExactly("10.20.0.10");
        assertThat(listener.failures()).isEmpty();
    }

    @Test
    void whereEveryServiceFailsTheReasonStaysOneLineAndTheLastSetStays() {
        consul.set(List.of(WEB, API, DB, Instances.of("x", "x-1", "10.20.0.40", 80, Map.of())));
        source.start(listener);
        ExportSet before = listener.awaitSet(1);

        consul.change(catalog -> List.of("api", "db", "web", "x").forEach(each -> catalog.answerWith(each, 503)));
        awaitReason("services \"api\", \"db\", \"web\" and others only; the first: ");

        assertThat(listener.sets()).containsExactly(before);
    }

    @Test
    void anAgentThatIsAwayIsOneReasonHoweverManyServicesThereAre() {
        consul.set(List.of(WEB, API, DB));
        source.start(listener);
        listener.awaitSet(1);

        consul.stop();

        assertThat(listener.awaitFailure(1)).startsWith("Consul at ");
    }

    private void awaitAddresses(String... expected) {
        listener.awaitExports(set -> addresses(set).equals(List.of(expected)));
    }

    private void awaitReason(String start) {
        int count = 1;
        while (!listener.awaitFailure(count).startsWith(start)) {
            count++;
        }
    }
}
