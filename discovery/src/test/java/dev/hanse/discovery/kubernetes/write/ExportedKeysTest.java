// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects objects of this cluster from exports of others that would have tools take them for their own. */
final class ExportedKeysTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multicluster.kubernetes.io/service-name",
                "multicluster.x-k8s.io/anything",
                "kubernetes.io/service-name",
                "endpointslice.kubernetes.io/managed-by",
                "service.kubernetes.io/service-proxy-name",
                "kubectl.kubernetes.io/last-applied-configuration",
                "app.kubernetes.io/managed-by",
                "app.kubernetes.io/instance",
                "hanse.dev/written-by",
                "dns.hanse.dev/selection",
                "helm.sh/chart",
                "meta.helm.sh/release-name",
                "argocd.argoproj.io/tracking-id",
                "kustomize.toolkit.fluxcd.io/name",
                "objectset.rio.cattle.io/hash"
            })
    void keysOfWhoOwnsWhatStayAway(String key) {
        assertThat(ExportedKeys.labels(Map.of(key, "x"))).isEmpty();
        assertThat(ExportedKeys.annotations(Map.of(key, "x"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tier", "example.com/tier", "app.kubernetes.io/name", "nothelm.sh/x", "a.b-c/d_e.f"})
    void allElseIsTheExporters(String key) {
        assertThat(ExportedKeys.labels(Map.of(key, "gold"))).containsEntry(key, "gold");
        assertThat(ExportedKeys.annotations(Map.of(key, "any text at all"))).containsKey(key);
    }

    @ParameterizedTest
    @CsvSource({"-tier, x", "a/b/c, x", "UPPER.com/x, x", "tier, has blanks", "tier, -x", "'', x", "/x, x"})
    void whatTheApiWouldRefuseIsLeftOut(String key, String value) {
        assertThat(ExportedKeys.labels(Map.of(key, value, "other", ""))).containsOnlyKeys("other");
    }

    @Test
    void lengthsHaveTheirLimits() {
        assertThat(ExportedKeys.labels(Map.of("a".repeat(63), "b".repeat(63)))).hasSize(1);
        assertThat(ExportedKeys.labels(Map.of("a".repeat(64), "b", "a", "b".repeat(64))))
                .isEmpty();
    }
}
