// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import static dev.hanse.net.testing.Eventually.eventually;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.ExportSet;
import dev.hanse.discovery.kubernetes.KubernetesConfig;
import dev.hanse.discovery.kubernetes.KubernetesExportSource;
import dev.hanse.discovery.testing.RecordingListener;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.testing.Eventually;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Protects what is exported while the API server answers badly: it stays as it was read last, one that fails is named, and once answers are good again the set
 * is that of the server, with what came and without what went meanwhile.
 */
final class SourceFaultsIT {

    private static final String BEFORE = "before";
    private static final String MEANWHILE = "meanwhile";

    /** More than the source reads at once. */
    private static final int MORE_THAN_A_PAGE = 501;

    private static final String EXPORTED = """
            apiVersion: v1
            kind: Service
            metadata: {name: %1$s, namespace: default}
            spec: {ports: [{port: 80}]}
            ---
            apiVersion: multicluster.x-k8s.io/v1beta1
            kind: ServiceExport
            metadata: {name: %1$s, namespace: default}
            """;

    @RegisterExtension
    static final TestLab LAB = new TestLab();

    private static KubernetesApi cluster;
    private RecordingListener listener;
    private FaultyApi faulty;
    private KubernetesExportSource source;

    @BeforeAll
    static void start() {
        cluster = KubernetesApi.start(LAB, "east");
    }

    @BeforeEach
    void read() {
        cluster.admin().apply(EXPORTED.formatted(BEFORE));
        faulty = new FaultyApi(cluster);
        follow();
        awaitExported(BEFORE);
    }

    private void follow() {
        listener = new RecordingListener();
        source = new KubernetesExportSource(
                new KubernetesConfig(Optional.of(faulty.hanseKubeconfig()), false, "hanse"),
                List.of(IpPrefix.parse("10.1.0.0/16")),
                new Random(7));
        source.start(listener);
    }

    @AfterEach
    void close() {
        source.close();
        faulty.close();
        for (String each : List.of(BEFORE, MEANWHILE)) {
            cluster.admin().apply(EXPORTED.formatted(each));
            cluster.admin().delete(EXPORTED.formatted(each));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            TOO_MANY_REQUESTS | ''               | 429
            SERVER_ERROR      | ''               | 500
            FORBIDDEN         | /serviceexports  | serviceexports
            FORBIDDEN         | /endpointslices  | endpointslices
            """)
    void whatWasReadStaysAndTheFaultIsNamed(ApiFault fault, String part, String named) {
        faulty.set(fault, part);
        faulty.disconnect();
        assertThat(listener.awaitFailure(1)).contains(named);

        cluster.admin().apply(EXPORTED.formatted(MEANWHILE));
        assertThat(listener.sets()).allSatisfy(set -> assertThat(names(set)).contains(BEFORE));
        cluster.admin().delete(EXPORTED.formatted(BEFORE));
        faulty.set(ApiFault.NONE);
        awaitExported(MEANWHILE);
    }

    @Test
    void aVersionThatIsGoneIsNoFault() {
        faulty.set(ApiFault.GONE_IN_WATCH);
        cluster.admin().apply(EXPORTED.formatted(MEANWHILE));
        awaitExported(BEFORE, MEANWHILE);
        faulty.set(ApiFault.NONE);
        cluster.admin().delete(EXPORTED.formatted(BEFORE));
        awaitExported(MEANWHILE);
        assertThat(listener.failures()).isEmpty();
    }

    @Test
    void aListThatEndsInTheMiddleIsNoSet() {
        source.close();
        faulty.set(ApiFault.CUT_LIST, "/services");
        follow();
        assertThat(listener.awaitFailure(1)).contains("services");
        assertThat(listener.sets()).isEmpty();
        faulty.set(ApiFault.NONE);
        awaitExported(BEFORE);
    }

    @Test
    void aListWhoseTokenExpiresBeginsAgain() {
        String many = IntStream.range(0, MORE_THAN_A_PAGE)
                .mapToObj(
                        "{apiVersion: v1, kind: Service, metadata: {name: other-%d, namespace: default}, spec: {ports: [{port: 80}]}}"
                                ::formatted)
                .collect(joining("\n---\n"));
        cluster.admin().apply(many);
        source.close();
        faulty.set(ApiFault.EXPIRED_CONTINUE);
        follow();
        eventually(
                "it was asked to go on",
                Eventually.LIMIT,
                () -> assertThat(faulty.seen()).anyMatch(each -> each.contains("continue=")));
        assertThat(listener.sets()).as("half of a list").isEmpty();
        faulty.set(ApiFault.NONE);
        awaitExported(BEFORE);
        cluster.admin().delete(many);
    }

    private void awaitExported(String... expected) {
        listener.awaitExports(set -> names(set).equals(List.of(expected)));
    }

    private static List<String> names(ExportSet set) {
        return set.exports().stream().map(each -> each.name().name()).sorted().toList();
    }
}
