// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import static dev.hanse.e2e.kubernetes.ImportWriterBed.EAST;
import static dev.hanse.e2e.kubernetes.ImportWriterBed.HTTP;
import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.kubernetes.ExportStatusSink;
import dev.hanse.discovery.kubernetes.KubernetesConfig;
import dev.hanse.discovery.kubernetes.KubernetesExportSource;
import dev.hanse.discovery.kubernetes.write.ImportWriter;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.testing.RecordingListener;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.net.address.IpPrefix;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Protects a cluster from a gateway of another one: what a real API server says the cluster is counts, and is said where nobody has. */
final class ClusterPropertyIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String PATH = "/apis/about.k8s.io/v1beta1/clusterproperties/";
    private static final String ID = "cluster.clusterset.k8s.io";
    private static final String SET = "clusterset.k8s.io";

    @RegisterExtension
    static final TestLab LAB = new TestLab();

    private static KubernetesApi api;
    private static WrittenObjects written;

    private ImportWriterBed bed;

    @BeforeAll
    static void start() {
        api = KubernetesApi.start(LAB, "west");
        written = new WrittenObjects(api.admin());
    }

    @BeforeEach
    void forget() {
        bed = new ImportWriterBed(api);
        new ShippedRole(api).forgetProperties();
    }

    @AfterEach
    void close() {
        bed.close();
        assertThat(api.forbidden()).as("requests that the role does not allow").isEmpty();
    }

    private static void say(String name, String value) {
        api.admin().apply("""
                apiVersion: about.k8s.io/v1beta1
                kind: ClusterProperty
                metadata: {name: %s}
                spec: {value: %s}
                """.formatted(name, value));
    }

    private static String value(String name) {
        return api.admin().get(PATH + name).getJsonObject("spec").getString("value");
    }

    private ImportWriter writing(ServiceName name) {
        bed.imported(name, HTTP);
        bed.slice(name, EAST, "s", "10.1.0.1");
        return bed.writer();
    }

    @Test
    void whatNobodyHasSaidIsSaid() {
        writing(bed.namespace("absent"));
        eventually("both are there", LIMIT, () -> {
            assertThat(value(ID)).isEqualTo("west");
            assertThat(value(SET)).isEqualTo("set.example");
        });
        written.awaitReady("absent", "web");

        api.admin().call("DELETE", PATH + ID, "", "").orFail();
        eventually("it is said again", LIMIT, () -> assertThat(value(ID)).isEqualTo("west"));
    }

    @Test
    void whatSomebodyHasSaidStays() throws InterruptedException {
        say(ID, "west");
        say(SET, "theirs");
        List<JsonObject> before =
                List.of(api.admin().get(PATH + ID), api.admin().get(PATH + SET));
        ImportWriter writer = writing(bed.namespace("said"));
        written.awaitReady("said", "web");
        Thread.sleep(2_000);

        assertThat(List.of(api.admin().get(PATH + ID), api.admin().get(PATH + SET)))
                .isEqualTo(before);
        assertThat(writer.status().troubles()).isEmpty();
    }

    @Test
    void aClusterThatSaysItIsAnotherOneIsNotWrittenTo() throws InterruptedException {
        ServiceName kept = bed.namespace("kept-here");
        ImportWriter writer = writing(kept);
        written.awaitReady("kept-here", "web");
        Map<String, String> before = written.versions("kept-here");

        say(ID, "north");
        eventually("it is told, and the Lease given up", LIMIT, () -> {
            assertThat(writer.status().troubles())
                    .singleElement()
                    .asString()
                    .contains(ID, "is \"north\"", "registered as \"west\"", "kubeconfig", "register the gateway anew");
            assertThat(writer.status().writes()).isFalse();
            assertThat(written.lease().getString("holderIdentity", "")).isEmpty();
        });
        bed.remove(kept);
        writing(bed.namespace("not-here"));
        bed.publish(writer);
        Thread.sleep(3_000);
        assertThat(written.versions("kept-here")).isEqualTo(before);
        assertThat(written.versions("not-here")).isEmpty();
        assertThat(value(ID)).isEqualTo("north");

        say(ID, "west");
        written.awaitReady("not-here", "web");
        eventually("what is not imported goes now", LIMIT, () -> {
            assertThat(written.versions("kept-here")).isEmpty();
            assertThat(writer.status().troubles()).isEmpty();
        });
    }

    @Test
    void aClusterWithoutSuchAKindIsWrittenToAllTheSame() {
        String definition = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/clusterproperties.about.k8s.io";
        api.admin().call("DELETE", definition, "", "").orFail();
        eventually(
                "the kind is gone",
                LIMIT,
                () -> assertThat(api.admin().call("GET", PATH + ID, "", "").status())
                        .isEqualTo(404));
        try {
            ImportWriter writer = writing(bed.namespace("without"));
            written.awaitReady("without", "web");
            assertThat(writer.status().troubles()).isEmpty();

            api.applyFile("crds.yaml");
            eventually("it is said once it can be", LIMIT, () -> {
                assertThat(api.admin().call("GET", PATH + ID, "", "").status()).isEqualTo(200);
                assertThat(value(ID)).isEqualTo("west");
            });
        } finally {
            api.applyFile("crds.yaml");
        }
    }

    @Test
    void nothingIsExportedFromAClusterThatSaysItIsAnotherOne() {
        bed.namespace("exporting");
        api.admin().apply("""
                apiVersion: v1
                kind: Service
                metadata: {name: web, namespace: exporting}
                spec: {ports: [{port: 80}]}
                """);
        bed.exported(new ServiceName("exporting", "web"));
        say(ID, "north");
        RecordingListener listener = new RecordingListener();
        try (KubernetesExportSource source = new KubernetesExportSource(
                new KubernetesConfig(Optional.of(api.hanseKubeconfig()), false, "hanse"),
                Optional.of(new ClusterId("west")),
                List.of(IpPrefix.parse("10.2.0.0/16")),
                ExportStatusSink.NONE,
                new Random(7))) {
            source.start(listener);
            assertThat(listener.awaitFailure(1)).contains(ID, "is \"north\"", "registered as \"west\"");
            assertThat(listener.sets()).isEmpty();

            say(ID, "west");
            listener.awaitExports(set -> set.exports().stream()
                    .anyMatch(each -> each.name().toString().equals("exporting/web")));
        }
    }
}
