// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import static dev.hanse.e2e.kubernetes.ImportWriterBed.ADMIN;
import static dev.hanse.e2e.kubernetes.ImportWriterBed.EAST;
import static dev.hanse.e2e.kubernetes.ImportWriterBed.HTTP;
import static dev.hanse.e2e.kubernetes.ImportWriterBed.NORTH;
import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.kubernetes.write.ImportWriter;
import dev.hanse.discovery.model.Protocol;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.ServiceType;
import dev.hanse.discovery.model.SessionAffinity;
import dev.hanse.e2e.host.TestLab;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Protects each change of the view on its way into a real API server, under the shipped role. */
final class ImportWriterIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @RegisterExtension
    static final TestLab LAB = new TestLab();

    private static KubernetesApi api;
    private static WrittenObjects written;

    @BeforeAll
    static void start() {
        api = KubernetesApi.start(LAB, "west");
        written = new WrittenObjects(api.admin());
    }

    private ImportWriterBed bed;

    @BeforeEach
    void begin() {
        bed = new ImportWriterBed(api);
    }

    @AfterEach
    void close() {
        bed.close();
    }

    /** All that matters of each endpoint. */
    private static Set<String> endpoints(String namespace) {
        return written.slices(namespace).stream()
                .flatMap(slice -> slice.getJsonArray("endpoints").stream())
                .map(JsonObject.class::cast)
                .map(each -> each.getJsonArray("addresses").getString(0) + " "
                        + each.getJsonObject("conditions").getBoolean("ready") + " "
                        + each.getJsonObject("conditions").getBoolean("serving"))
                .collect(Collectors.toSet());
    }

    private static void awaitEndpoints(String namespace, String... expected) {
        eventually(
                "endpoints of " + namespace,
                LIMIT,
                () -> assertThat(endpoints(namespace)).containsExactlyInAnyOrder(expected));
    }

    @Test
    void endpointsOfAClusterThatCannotBeReachedGetNoTrafficUnlessNoneElseIsLeft() {
        ServiceName name = bed.namespace("reach");
        bed.imported(name, HTTP);
        bed.slice(name, EAST, "s", "10.1.0.1");
        bed.slice(name, NORTH, "s", "10.3.0.1");
        ImportWriter writer = bed.writer();
        awaitEndpoints("reach", "10.1.0.1 true true", "10.3.0.1 true true");
        Map<String, String> before = written.ours("reach");

        bed.publish(writer, EAST);
        awaitEndpoints("reach", "10.1.0.1 false false", "10.3.0.1 true true");
        bed.publish(writer, EAST, NORTH);
        awaitEndpoints("reach", "10.1.0.1 true true", "10.3.0.1 true true");
        bed.publish(writer, NORTH);
        awaitEndpoints("reach", "10.1.0.1 true true", "10.3.0.1 false false");
        bed.publish(writer);
        awaitEndpoints("reach", "10.1.0.1 true true", "10.3.0.1 true true");
        assertThat(written.ours("reach")).isEqualTo(before);
    }

    @Test
    void aChangedEndpointPatchesOneSliceOfMany() {
        ServiceName name = bed.namespace("many");
        bed.imported(name, HTTP);
        bed.fullSlices(name, EAST, 5);
        ImportWriter writer = bed.writer();
        eventually("all are there", LIMIT, () -> assertThat(endpoints("many")).hasSize(500));
        written.awaitReady("many", "web");
        Map<String, String> before = versions("many");

        bed.slice(name, EAST, "s3", "10.1.3.250");
        bed.publish(writer);
        eventually("it has changed", LIMIT, () -> assertThat(endpoints("many")).hasSize(401));
        Map<String, String> after = versions("many");
        assertThat(after.keySet()).isEqualTo(before.keySet());
        assertThat(after.entrySet())
                .filteredOn(each -> !before.entrySet().contains(each))
                .hasSize(1);
    }

    private static Map<String, String> versions(String namespace) {
        return written.slices(namespace).stream()
                .collect(Collectors.toMap(WrittenObjects::name, WrittenObjects::version));
    }

    @Test
    void portsLabelsAndAffinityComeAndGo() {
        ServiceName name = bed.namespace("traits");
        ServiceTraits traits = new ServiceTraits(
                SessionAffinity.CLIENT_IP,
                60,
                "Local",
                "PreferClose",
                Map.of("tier", "gold", "helm.sh/chart", "theirs", "bad key", "x"),
                Map.of("note", "any text"));
        bed.imported(name, ServiceType.CLUSTER_SET_IP, traits, ServicePort.of("", Protocol.UDP, 53), HTTP, ADMIN);
        bed.slice(name, EAST, "s", "10.1.0.1");
        ImportWriter writer = bed.writer();
        written.awaitReady("traits", "web");
        JsonObject before = written.imported("traits", "web");
        JsonObject service = written.onlyService("traits");
        JsonObject spec = before.getJsonObject("spec");
        assertThat(spec.getJsonArray("ports").size()).isEqualTo(3);
        assertThat(spec.getString("internalTrafficPolicy")).isEqualTo("Local");
        assertThat(spec.getString("trafficDistribution")).isEqualTo("PreferClose");
        assertThat(before.getJsonObject("metadata").getJsonObject("labels").getMap())
                .containsOnlyKeys("hanse.dev/written-by", "tier");
        assertThat(before.getJsonObject("metadata").getJsonObject("annotations").getMap())
                .containsOnlyKeys("multicluster.kubernetes.io/derived-service", "note");
        assertThat(service.getJsonObject("spec").getString("internalTrafficPolicy"))
                .isEqualTo("Cluster");
        for (JsonObject of : List.of(spec, service.getJsonObject("spec"))) {
            assertThat(of.getString("sessionAffinity")).isEqualTo("ClientIP");
            assertThat(of.getJsonObject("sessionAffinityConfig").getJsonObject("clientIP"))
                    .isEqualTo(new JsonObject().put("timeoutSeconds", 60));
        }

        bed.imported(name, HTTP);
        bed.publish(writer);
        eventually("only what is left is left", LIMIT, () -> {
            JsonObject now = written.imported("traits", "web");
            assertThat(now.getJsonObject("metadata").getJsonObject("labels").getMap())
                    .containsOnlyKeys("hanse.dev/written-by");
            assertThat(now.getJsonObject("spec").getMap())
                    .containsOnlyKeys("type", "ports", "ips", "ipFamilies", "sessionAffinity", "internalTrafficPolicy");
            JsonObject derived = written.onlyService("traits").getJsonObject("spec");
            assertThat(derived.getJsonArray("ports").size()).isOne();
            assertThat(derived.getString("sessionAffinity")).isEqualTo("None");
        });
        assertThat(WrittenObjects.ips(written.onlyService("traits"))).isEqualTo(WrittenObjects.ips(service));
        assertThat(writer.status().refused()).isEmpty();
    }

    /** The API takes a Service of several ports only if each has a name, and a slice only if each has another one. */
    @Test
    void portsWithoutANameGetOneThatStaysInImportServiceAndSlices() {
        ServiceName name = bed.namespace("nameless");
        ServicePort stream = ServicePort.of("", Protocol.TCP, 53);
        ServicePort datagrams = ServicePort.of("", Protocol.UDP, 53);
        bed.imported(name, HTTP, stream, datagrams, ServicePort.of("udp-53", Protocol.UDP, 54));
        bed.slice(name, EAST, "s", List.of(HTTP), "10.1.0.1");
        bed.slice(name, NORTH, "s", List.of(stream.listeningOn(5353)), "10.3.0.1");
        bed.slice(name, NORTH, "d", List.of(datagrams.listeningOn(5353)), "10.3.0.2");
        ImportWriter writer = bed.writer();
        written.awaitReady("nameless", "web");
        JsonObject service = written.onlyService("nameless");
        for (JsonObject of : List.of(written.imported("nameless", "web"), service)) {
            assertThat(ports(of.getJsonObject("spec")))
                    .containsExactly("http TCP 80", "tcp-53 TCP 53", "udp-53-2 UDP 53", "udp-53 UDP 54");
        }
        assertThat(written.slices("nameless"))
                .flatExtracting(ImportWriterIT::ports)
                .containsExactlyInAnyOrder("http TCP 80", "tcp-53 TCP 5353", "udp-53-2 UDP 5353");

        bed.imported(name, stream, HTTP, ADMIN);
        bed.publish(writer);
        eventually(
                "others come and go",
                LIMIT,
                () -> assertThat(ports(written.onlyService("nameless").getJsonObject("spec")))
                        .containsExactly("tcp-53 TCP 53", "http TCP 80", "admin TCP 81"));
        assertThat(WrittenObjects.ips(written.onlyService("nameless"))).isEqualTo(WrittenObjects.ips(service));
        assertThat(writer.status().refused()).isEmpty();
    }

    private static List<String> ports(JsonObject spec) {
        return McsCluster.objects(spec.getJsonArray("ports"))
                .map(port ->
                        port.getString("name", "") + " " + port.getString("protocol") + " " + port.getInteger("port"))
                .toList();
    }

    @Test
    void aHeadlessImportHasAHeadlessServiceAndAChangeMakesANewOne() {
        ServiceName name = bed.namespace("heads");
        bed.imported(name, HTTP);
        bed.slice(name, EAST, "s", "10.1.0.1", "fd00:1::1");
        ImportWriter writer = bed.writer();
        written.awaitReady("heads", "web");
        JsonObject first = written.onlyService("heads");
        assertThat(WrittenObjects.ips(first).size()).as("both families").isEqualTo(2);
        String uid = WrittenObjects.uid(written.imported("heads", "web"));

        bed.imported(name, ServiceType.HEADLESS, ServiceTraits.NONE, HTTP);
        bed.publish(writer);
        eventually(
                "it is headless",
                LIMIT,
                () -> assertThat(WrittenObjects.ips(written.onlyService("heads")))
                        .isEqualTo(new JsonArray().add("None")));
        eventually("the import has no address", LIMIT, () -> {
            JsonObject spec = written.imported("heads", "web").getJsonObject("spec");
            assertThat(spec.getString("type")).isEqualTo("Headless");
            assertThat(spec.containsKey("ips")).isFalse();
        });
        bed.imported(name, HTTP);
        bed.publish(writer);
        eventually(
                "it has an address again",
                LIMIT,
                () -> assertThat(written.imported("heads", "web")
                                .getJsonObject("spec")
                                .getJsonArray("ips"))
                        .isEqualTo(WrittenObjects.ips(written.onlyService("heads")))
                        .hasSize(2));
        assertThat(WrittenObjects.uid(written.imported("heads", "web"))).isEqualTo(uid);
        assertThat(WrittenObjects.uid(written.onlyService("heads"))).isNotEqualTo(WrittenObjects.uid(first));
    }

    @Test
    void aRefusalDelaysThatObjectAlone() {
        ServiceName name = bed.namespace("refused");
        api.admin().apply("""
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicy
                metadata: {name: no-services}
                spec:
                  matchConstraints:
                    namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: refused}}
                    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [services]}]
                  validations: [{expression: "false", message: no services here}]
                ---
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicyBinding
                metadata: {name: no-services}
                spec: {policyName: no-services, validationActions: [Deny]}
                """);
        String service =
                "{\"apiVersion\": \"v1\", \"kind\": \"Service\", \"metadata\": {\"name\": \"x\"}, \"spec\": {\"ports\": [{\"port\": 1}]}}";
        eventually(
                "the policy is in force",
                LIMIT,
                () -> assertThat(api.admin()
                                .call(
                                        "POST",
                                        "/api/v1/namespaces/refused/services?dryRun=All",
                                        "application/json",
                                        service)
                                .status())
                        .isEqualTo(422));
        ServiceName beside = new ServiceName("refused-not", "web");
        bed.namespace("refused-not");
        bed.imported(name, HTTP);
        bed.imported(beside, HTTP);
        bed.slice(name, EAST, "s", "10.1.0.1");
        bed.slice(beside, EAST, "s", "10.1.0.2");
        ImportWriter writer = bed.writer();

        written.awaitReady("refused-not", "web");
        awaitEndpoints("refused", "10.1.0.1 true true");
        eventually(
                "it is told",
                LIMIT,
                () -> assertThat(writer.status().refused())
                        .singleElement()
                        .asString()
                        .contains("Service refused/derived-", "no services here"));
        eventually(
                "the import says that it waits",
                LIMIT,
                () -> assertThat(written.imported("refused", "web")
                                .getJsonObject("status")
                                .encode())
                        .contains("Pending"));
        api.admin().delete("""
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicyBinding
                metadata: {name: no-services}
                """);
        written.awaitReady("refused", "web");
        assertThat(writer.status().refused()).isEmpty();
    }

    @Test
    void aNamespaceThatGoesAndComesAgainHasItsImportsAgain() {
        ServiceName name = bed.namespace("again");
        bed.imported(name, HTTP);
        bed.slice(name, EAST, "s", "10.1.0.1");
        ImportWriter writer = bed.writer();
        written.awaitReady("again", "web");
        api.admin().delete("{apiVersion: v1, kind: Namespace, metadata: {name: again}}");
        eventually(
                "it has gone",
                LIMIT,
                () -> assertThat(api.admin()
                                .call("GET", "/api/v1/namespaces/again", "", "")
                                .status())
                        .isEqualTo(404));

        bed.namespace("again");
        written.awaitReady("again", "web");
        awaitEndpoints("again", "10.1.0.1 true true");
        assertThat(writer.status().refused()).isEmpty();
    }
}
