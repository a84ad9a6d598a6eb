// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.kubernetes.Outcome;
import dev.hanse.discovery.model.ServiceName;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Protects clusters whose definitions are older than ours or another implementation's: what they have is written, what they lack is left out and told. */
final class DefinitionTest {

    private static final JsonMapper MAPPER = new JsonMapper();

    private static final JsonNode OLD = MAPPER.readTree("""
            {"properties": {
              "spec": {"properties": {
                "type": {}, "sessionAffinity": {}, "ips": {"maxItems": 1, "items": {}},
                "ports": {"items": {"properties": {"name": {}, "port": {}, "protocol": {}}}}}},
              "status": {"properties": {"clusters": {"items": {"properties": {"cluster": {}}}}}}}}
            """);

    private static final WrittenImport FULL = new WrittenImport(
            new ServiceName("shop", "web"),
            "ClusterSetIP",
            List.of(new WrittenPort("http", "TCP", 80, "h2c")),
            List.of("10.96.0.7", "fd00::7"),
            List.of("IPv4", "IPv6"),
            60,
            "Cluster",
            "PreferClose",
            Map.of("tier", "front"),
            Map.of("note", "x"),
            new ImportStatus(List.of("east"), "Present", "True", "Ready", "m", "2026-11-23T16:00:00Z"));

    private int doubts;
    private final Definition imports = Definition.ofImports(() -> doubts++);

    @Test
    void untilTheDefinitionIsReadItHasEverything() {
        assertThat(imports.fit(FULL)).isEqualTo(FULL);
        assertThat(imports.told()).isEmpty();
        assertThat(imports.apiVersion()).isEqualTo("multicluster.x-k8s.io/v1beta1");
    }

    @Test
    void whatAnOlderDefinitionLacksIsLeftOutAndTold() {
        assertThat(imports.onSchema(OLD)).isTrue();

        assertThat(imports.fit(FULL))
                .isEqualTo(new WrittenImport(
                        FULL.service(),
                        "ClusterSetIP",
                        List.of(new WrittenPort("http", "TCP", 80, "")),
                        List.of("10.96.0.7"),
                        List.of(),
                        10_800,
                        "",
                        "",
                        FULL.labels(),
                        FULL.annotations(),
                        new ImportStatus(List.of("east"), "", "", "", "", "")));
        assertThat(imports.told().orElseThrow())
                .contains(
                        "serviceimports.multicluster.x-k8s.io (v1beta1) lack spec.internalTrafficPolicy, spec.ipFamilies,"
                                + " spec.ports.appProtocol, spec.sessionAffinityConfig, spec.trafficDistribution,"
                                + " status.conditions, status.endpointSliceObjects",
                        "apply the CRDs");
        assertThat(imports.onSchema(OLD)).as("nothing else is lacking now").isFalse();
    }

    @Test
    void whatIsSentHasNoneOfTheseFieldsAndTheServedVersion() {
        imports.onServed("/apis/multicluster.x-k8s.io/v1alpha1/serviceimports");
        imports.onSchema(OLD);

        JsonNode sent = MAPPER.readTree(imports.fit(FULL.whole()).toString());

        assertThat(sent.path("spec").propertyNames()).containsExactly("type", "ports", "ips", "sessionAffinity");
        assertThat(sent.path("status").propertyNames()).containsExactly("clusters");
        assertThat(sent.path("spec").path("ports").path(0).has("appProtocol")).isFalse();
        assertThat(sent.path("apiVersion").asString("")).isEqualTo("multicluster.x-k8s.io/v1alpha1");
        assertThat(imports.group()).isEqualTo("/apis/multicluster.x-k8s.io/v1alpha1");
    }

    @Test
    void aNewerDefinitionEndsIt() {
        imports.onSchema(OLD);
        imports.onSchema(MAPPER.readTree("{\"x-kubernetes-preserve-unknown-fields\": true}"));

        assertThat(imports.fit(FULL)).isEqualTo(FULL);
        assertThat(imports.told()).isEmpty();
    }

    @Test
    void aRefusalTellsWhatTheDefinitionThatWasReadDoesNot() {
        Outcome refused = new Outcome.Failed(
                "patch serviceimports: HTTP 500 (failed to create typed patch object (shop/web; multicluster.x-k8s.io/v1beta1,"
                        + " Kind=ServiceImport): errors: .spec.ipFamilies: field not declared in schema"
                        + " .status.conditions[type=\"Ready\"].reason: field not declared in schema)");

        assertThat(imports.onRefused(refused)).isTrue();
        assertThat(doubts).isOne();
        assertThat(imports.told().orElseThrow()).contains("lack spec.ipFamilies, status.conditions.reason in");
        assertThat(imports.fit(FULL).families()).isEmpty();
        assertThat(imports.onRefused(refused))
                .as("another attempt would be the same")
                .isFalse();
        assertThat(imports.onRefused(new Outcome.Invalid("spec.ports: Required value")))
                .isFalse();
    }

    @Test
    void aServerCannotMakeItGrow() {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            many.append(" .spec.f").append(i).append(": field not declared in schema");
        }
        assertThat(imports.onRefused(new Outcome.Failed(many.toString()))).isFalse();
        assertThat(imports.told()).isEmpty();
    }
}
