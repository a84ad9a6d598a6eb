// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects the source from answers that lack what they may lack. */
class AnswerBodyTest {

    /** An entry as Consul 1.8.7 gives it for a service registered by the agent's API with all that there is. */
    private static final String FULL = """
            {"Node": {"ID": "0b6d", "Node": "node-1", "Address": "10.1.0.1", "Datacenter": "dc1",
              "TaggedAddresses": {"lan": "10.1.0.1"}, "Meta": {"consul-network-segment": ""}, "CreateIndex": 5},
             "Service": {"ID": "web-1", "Service": "web", "Tags": ["a"], "Address": "10.20.0.10",
              "TaggedAddresses": {"lan_ipv4": {"Address": "10.20.0.10", "Port": 80}}, "Port": 80,
              "Meta": {"clusterset-export": "true"}, "Weights": {"Passing": 1, "Warning": 1},
              "EnableTagOverride": false, "Proxy": {"MeshGateway": {}}, "Connect": {}, "CreateIndex": 9},
             "Checks": [{"Node": "node-1", "CheckID": "serfHealth", "Name": "Serf", "Status": "passing", "Output": "",
              "ServiceTags": [], "Definition": {}}]}
            """;

    @Test
    void aFullEntryIsReadAsItIs() {
        assertThat(read(new JsonObject(FULL)))
                .containsExactly(new ConsulInstance(
                        "web", "node-1", "0b6d", "web-1", "10.20.0.10", 80, Map.of("clusterset-export", "true"), true));
    }

    @ParameterizedTest
    @MethodSource("paths")
    void anythingButTheServiceMayBeNullOrMissing(List<String> path) {
        assertThat(read(without(path, true))).hasSize(1);
        assertThat(read(without(path, false))).hasSize(1).isEqualTo(read(without(path, true)));
    }

    static Stream<List<String>> paths() {
        JsonObject full = new JsonObject(FULL);
        List<List<String>> paths = new ArrayList<>(List.of(List.of("Node"), List.of("Checks")));
        full.getJsonObject("Node").fieldNames().forEach(key -> paths.add(List.of("Node", key)));
        full.getJsonObject("Service").fieldNames().forEach(key -> paths.add(List.of("Service", key)));
        return paths.stream();
    }

    private static JsonObject without(List<String> path, boolean isNull) {
        JsonObject entry = new JsonObject(FULL);
        JsonObject parent = path.size() == 1 ? entry : entry.getJsonObject(path.getFirst());
        parent.remove(path.getLast());
        if (isNull) {
            parent.putNull(path.getLast());
        }
        return entry;
    }

    @Test
    void theNodesAddressStandsInForAMissingOneAndTheNameForAMissingId() {
        JsonObject entry = new JsonObject(FULL);
        entry.getJsonObject("Service").put("Address", "").remove("ID");

        assertThat(read(entry))
                .singleElement()
                .returns("10.1.0.1", ConsulInstance::address)
                .returns("web", ConsulInstance::id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"warning", "critical", "maintenance", ""})
    void onlyPassingChecksPass(String status) {
        JsonObject entry = new JsonObject(FULL);
        entry.getJsonArray("Checks").add(new JsonObject().put("Status", status));

        assertThat(read(entry)).extracting(ConsulInstance::passing).containsExactly(false);
    }

    @Test
    void instancesOfANameThatDiffersInCaseBelongToThatName() {
        JsonObject upper = new JsonObject(FULL);
        upper.getJsonObject("Service").put("Service", "WEB");

        assertThat(AnswerBody.instances(
                        "web",
                        new JsonArray().add(new JsonObject(FULL)).add(upper).toBuffer()))
                .hasSize(1);
    }

    @Test
    void aPortBeyondAllNumbersIsNotAnotherPort() {
        JsonObject entry = new JsonObject(FULL);
        entry.getJsonObject("Service").put("Port", (1L << 32) + 80);

        assertThat(read(entry)).extracting(ConsulInstance::port).containsExactly(Integer.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{}", "[1]", "[{}]", "[{\"Service\": 1}]", "<html>", "[{\"Service\": {\"Service\": \"w"})
    void anotherFormIsNoAnswer(String body) {
        assertThatThrownBy(() -> AnswerBody.instances("web", Buffer.buffer(body)))
                .isInstanceOf(RuntimeException.class);
    }

    private static List<ConsulInstance> read(JsonObject entry) {
        return AnswerBody.instances("web", new JsonArray().add(entry).toBuffer());
    }

    @Test
    void servicesThatStandForImportsAreNotLookedAt() {
        assertThat(AnswerBody.services(Buffer.buffer(
                        "{\"web\": [], \"old\": null, \"db--shop\": [\"cluster-east\", \"hanse-import\"]}")))
                .containsExactlyInAnyOrder("web", "old");
    }
}
