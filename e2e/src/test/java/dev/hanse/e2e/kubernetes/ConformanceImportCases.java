// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import static dev.hanse.e2e.kubernetes.ConformanceCases.headless;
import static dev.hanse.e2e.kubernetes.ConformanceCases.spec;
import static dev.hanse.e2e.kubernetes.ConformanceCases.stays;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;

/** Cases 1 to 15: what becomes of exports in the API. */
interface ConformanceImportCases extends ConformanceCases {

    @Row(number = 1, level = "required", title = "an import lives as long as anybody exports the service")
    default void row01AnImportLivesAsLongAsAnybodyExports() throws InterruptedException {
        String namespace = hello(1);
        exportOne(namespace);
        exportTwo(namespace, spec(PORTS), TARGETS);
        two().awaitCondition(namespace, "hello", "Ready", "True Exported");

        one().unexport(namespace, "hello");
        stays(() -> both().forEach(
                        each -> assertThat(each.hasImport(namespace, "hello")).isTrue()));
        two().unexport(namespace, "hello");
        both().forEach(each -> each.awaitNoImport(namespace, "hello"));
    }

    @Row(number = 2, level = "optional", title = "only exported labels and annotations travel")
    default void row02OnlyExportedLabelsAndAnnotationsTravel() {
        String namespace = hello(2);
        exportOne(namespace, "{exportedLabels: {tier: front}, exportedAnnotations: {note.example: said}}");
        for (CaseCluster each : both()) {
            each.awaitImport(namespace, "hello", _ -> {
                JsonObject metadata = each.imported(namespace, "hello").getJsonObject("metadata");
                assertThat(metadata.getJsonObject("labels").getMap())
                        .containsEntry("tier", "front")
                        .doesNotContainKey("of");
                assertThat(metadata.getJsonObject("annotations").getMap())
                        .containsEntry("note.example", "said")
                        .doesNotContainKey("of.example");
            });
        }
    }

    @Row(
            number = 3,
            level = "optional",
            title = "labels and annotations that differ: conflict on both, the first's stay")
    default void row03LabelsAndAnnotationsThatDifferAreAConflict() {
        String namespace = hello(3);
        exportOne(namespace, "{exportedLabels: {one: \"1\"}, exportedAnnotations: {one.example: \"1\"}}");
        two().hello(namespace, spec(PORTS), TARGETS);
        two().export(namespace, "hello", "{exportedLabels: {two: \"2\"}, exportedAnnotations: {two.example: \"2\"}}");

        awaitConflict(namespace, "LabelsConflict,AnnotationsConflict");
        for (CaseCluster each : both()) {
            JsonObject metadata = each.imported(namespace, "hello").getJsonObject("metadata");
            assertThat(metadata.getJsonObject("labels").getMap())
                    .containsEntry("one", "1")
                    .doesNotContainKey("two");
            assertThat(metadata.getJsonObject("annotations").getMap())
                    .containsEntry("one.example", "1")
                    .doesNotContainKey("two.example");
        }
    }

    @Row(
            number = 4,
            level = "required",
            title = "a ClusterIP Service becomes a ClusterSetIP import in each cluster, and goes")
    default void row04AClusterIpServiceBecomesAClusterSetIpImport() {
        String namespace = hello(4);
        exportOne(namespace);
        one().awaitCondition(namespace, "hello", "Valid", "True Valid");
        for (CaseCluster each : both()) {
            assertThat(each.awaitImport(namespace, "hello").getString("type")).isEqualTo("ClusterSetIP");
        }
        unexportAndAwaitNoImport(namespace);
    }

    @Row(number = 5, level = "required", title = "session affinity is copied")
    default void row05SessionAffinityIsCopied() {
        String namespace = hello(5);
        exportOne(namespace);
        awaitImports(namespace, spec -> {
            assertThat(spec.getString("sessionAffinity")).isEqualTo("ClientIP");
            assertThat(spec.getJsonObject("sessionAffinityConfig"))
                    .isEqualTo(new JsonObject().put("clientIP", new JsonObject().put("timeoutSeconds", 10)));
        });
    }

    @Row(number = 6, level = "required", title = "internalTrafficPolicy is copied")
    default void row06InternalTrafficPolicyIsCopied() {
        String namespace = hello(6);
        exportOne(namespace);
        awaitImports(
                namespace,
                spec -> assertThat(spec.getString("internalTrafficPolicy")).isEqualTo("Cluster"));
    }

    @Row(number = 7, level = "required", title = "trafficDistribution is copied")
    default void row07TrafficDistributionIsCopied() {
        String namespace = hello(7);
        exportOne(namespace);
        awaitImports(
                namespace,
                spec -> assertThat(spec.getString("trafficDistribution")).isEqualTo("PreferClose"));
    }

    @Row(number = 8, level = "required", title = "an import has one address of each of its families, in their order")
    default void row08AnImportHasOneAddressOfEachFamily() {
        String namespace = hello(8);
        exportOne(namespace);
        for (CaseCluster each : both()) {
            JsonObject imported = each.awaitImport(
                    namespace,
                    "hello",
                    spec -> assertThat(spec.getJsonArray("ips")).isNotEmpty());
            assertThat(imported.getJsonArray("ips").stream()
                            .map(ConformanceImportCases::family)
                            .toList())
                    .isEqualTo(imported.getJsonArray("ipFamilies").getList())
                    .hasSize(2);
        }
    }

    private static String family(Object address) {
        return InetAddress.ofLiteral(address.toString()) instanceof Inet4Address ? "IPv4" : "IPv6";
    }

    @Row(number = 9, level = "required", title = "ports are copied: name, protocol, number, appProtocol")
    default void row09PortsAreCopied() {
        String namespace = hello(9);
        exportOne(namespace);
        for (CaseCluster each : both()) {
            assertThat(McsCluster.ports(each.awaitImport(namespace, "hello")))
                    .containsExactly("tcp TCP 42 kubernetes.io/h2c", "udp UDP 42");
        }
    }

    @Row(number = 10, level = "required", title = "ports that differ: their union, conflict on both")
    default void row10PortsThatDifferAreMadeOne() {
        String namespace = hello(10);
        exportOne(namespace);
        exportTwo(
                namespace,
                spec(
                        "[{name: tcp, port: 42, protocol: TCP, appProtocol: kubernetes.io/h2c}, {name: stcp, port: 142, protocol: SCTP}]"),
                "[{name: tcp, port: 42, protocol: TCP}, {name: stcp, port: 142, protocol: SCTP}]");

        awaitConflict(namespace, "PortConflict");
        awaitImports(
                namespace,
                spec -> assertThat(McsCluster.ports(spec))
                        .containsExactly("stcp SCTP 142", "tcp TCP 42 kubernetes.io/h2c", "udp UDP 42"));
    }

    @Row(
            number = 11,
            level = "required",
            title = "one port name with two numbers: the first's ports stay, conflict on both")
    default void row11OnePortNameWithTwoNumbersIsAConflict() {
        String namespace = hello(11);
        exportOne(namespace);
        exportTwoWithOtherNumbers(namespace);

        awaitConflict(namespace, "PortConflict");
        awaitImports(
                namespace,
                spec -> assertThat(McsCluster.ports(spec))
                        .containsExactly("tcp TCP 42 kubernetes.io/h2c", "udp UDP 42"));
    }

    @Row(
            number = 12,
            level = "required",
            title = "a headless Service becomes a Headless import in each cluster, and goes")
    default void row12AHeadlessServiceBecomesAHeadlessImport() {
        String namespace = namespace(12);
        one().hello(namespace, headless(PORTS), TARGETS);
        exportOne(namespace);
        for (CaseCluster each : both()) {
            assertThat(each.awaitImport(namespace, "hello").getString("type")).isEqualTo("Headless");
        }
        unexportAndAwaitNoImport(namespace);
    }

    @Row(number = 13, level = "required", title = "a Headless import has no address")
    default void row13AHeadlessImportHasNoAddress() throws InterruptedException {
        String namespace = namespace(13);
        one().hello(namespace, headless(PORTS), TARGETS);
        exportOne(namespace);
        stays(() -> both().forEach(
                        each -> assertThat(each.awaitImport(namespace, "hello").getJsonArray("ips", new JsonArray()))
                                .isEmpty()));
    }

    @Row(number = 14, level = "required", title = "an ExternalName is refused")
    default void row14AnExternalNameIsRefused() throws InterruptedException {
        String namespace = namespace(14);
        one().service(namespace, "hello", "{type: ExternalName, externalName: example.org}");
        one().export(namespace, "hello");
        one().awaitCondition(namespace, "hello", "Valid", "False InvalidServiceType");
        stays(() -> both().forEach(
                        each -> assertThat(each.hasImport(namespace, "hello")).isFalse()));
    }

    @Row(
            number = 15,
            level = "required",
            title = "ClusterIP and headless: conflict on both, the first's type everywhere")
    default void row15ClusterIpAndHeadlessAreAConflict() {
        String namespace = hello(15);
        exportOne(namespace);
        exportTwo(namespace, headless(PORTS), TARGETS);

        for (CaseCluster each : both()) {
            JsonObject conflict = each.awaitCondition(namespace, "hello", "Conflict", "True " + TYPE_AND_MORE);
            assertThat(conflict.getString("message"))
                    .contains(one().cluster(), two().cluster(), "ClusterSetIP", "Headless");
            assertThat(each.awaitImport(namespace, "hello").getString("type")).isEqualTo("ClusterSetIP");
        }
    }

    /** A headless Service has no affinity and no policies in this case, hence more than its type differs. */
    String TYPE_AND_MORE =
            String.join(",", List.of("TypeConflict", "SessionAffinityConflict", "TrafficDistributionConflict"));
}
