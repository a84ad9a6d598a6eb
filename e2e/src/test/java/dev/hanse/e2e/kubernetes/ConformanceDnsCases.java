// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import static dev.hanse.e2e.kubernetes.ConformanceCases.headless;
import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;

/** Cases 16 to 18, 20 and 25 to 27: names. */
interface ConformanceDnsCases extends ConformanceCases {

    @Row(
            number = 16,
            level = "optional",
            title = "A and AAAA of a ClusterSetIP service: the addresses of its import",
            standsIn = Row.ASKED)
    default void row16NamesLeadToTheAddressesOfTheImport() {
        String namespace = hello(16);
        exportOne(namespace);
        for (ClusterSide each : clusters().both()) {
            JsonObject spec = each.awaitImport(
                    namespace,
                    "hello",
                    found -> assertThat(found.getJsonArray("ips")).hasSize(2));
            for (Object ip : spec.getJsonArray("ips")) {
                String address = (String) ip;
                awaitDig(each, address.contains(":") ? "AAAA" : "A", "hello." + namespace, address);
            }
        }
    }

    @Row(
            number = 17,
            level = "optional",
            title = "SRV of a ClusterSetIP service: one record with port and name of the service",
            standsIn = Row.ASKED)
    default void row17SrvOfAClusterSetIpServiceIsOneRecord() {
        String namespace = hello(17);
        exportOne(namespace);
        for (ClusterSide each : clusters().both()) {
            eventually(
                    "SRV in " + each.cluster(),
                    ClusterSide.LIMIT,
                    () -> assertThat(each.dig("SRV", "hello." + namespace))
                            .hasSize(1)
                            .allSatisfy(record ->
                                    assertThat(record).endsWith(" 42 hello." + namespace + ".svc.clusterset.local.")));
        }
    }

    @Row(
            number = 18,
            level = "optional",
            title = "`cluster.local` stays the cluster's own",
            standsIn = "no CoreDNS: the Service stays as it was, and the gateway refuses `cluster.local`")
    default void row18TheClustersOwnNameStaysItsOwn() {
        String namespace = hello(18);
        String path = "/api/v1/namespaces/" + namespace + "/services/hello";
        JsonObject before = one().api().admin().get(path);
        exportOne(namespace);
        one().awaitCondition(namespace, "hello", "Ready", "True Exported");

        assertThat(one().api().admin().get(path)).isEqualTo(before);
        for (ClusterSide each : clusters().both()) {
            assertThat(each.digStatus("hello." + namespace + ".svc.cluster.local"))
                    .isEqualTo("REFUSED");
        }
    }

    @Row(
            number = 20,
            level = "optional",
            title = "an exported service is reached by its name, in each family",
            standsIn = Row.ASKED + " and its answers are followed as kube-proxy does. No packet is sent")
    default void row20AnExportedServiceIsReachedByItsName() {
        String namespace = hello(20);
        exportOne(namespace);
        for (ClusterSide each : clusters().both()) {
            for (String type : List.of("A", "AAAA")) {
                String endpoint = type.equals("A") ? one().address(10) : one().address6(10);
                eventually(
                        type + " in " + each.cluster(),
                        ClusterSide.LIMIT,
                        () -> assertThat(each.dig(type, "hello." + namespace))
                                .isNotEmpty()
                                .allSatisfy(address -> assertThat(each.follow(namespace, "hello", address, 42))
                                        .contains(endpoint + ":42")));
            }
        }
    }

    @Row(
            number = 25,
            level = "optional",
            title = "A and AAAA of a headless service: all ready endpoints, nothing else",
            standsIn = Row.ASKED)
    default void row25AHeadlessServiceIsAnsweredByItsReadyEndpoints() {
        exportHeadless(25);
        for (ClusterSide each : clusters().both()) {
            awaitDig(each, "A", "hello.row-25", one().address(10), one().address(11));
            awaitDig(each, "AAAA", "hello.row-25", one().address6(10), one().address6(11));
        }
    }

    @Row(
            number = 26,
            level = "optional",
            title = "a name of each endpoint below its cluster's id",
            standsIn = Row.ASKED)
    default void row26EachEndpointHasANameBelowItsCluster() {
        exportHeadless(26);
        for (ClusterSide each : clusters().both()) {
            eventually(
                    "slices in " + each.cluster(),
                    ClusterSide.LIMIT,
                    () -> assertThat(each.slices("row-26", "hello").stream()
                                    .flatMap(slice -> ClusterSide.objects(slice.getJsonArray("endpoints")))
                                    .map(endpoint -> endpoint.getString("hostname") + " "
                                            + endpoint.getJsonObject("conditions")
                                                    .getBoolean("ready")))
                            .containsExactlyInAnyOrder("hello-0 true", "hello-0 true", "hello-1 true", "hello-1 true"));
            String cluster = each.slices("row-26", "hello")
                    .getFirst()
                    .getJsonObject("metadata")
                    .getJsonObject("labels")
                    .getString("multicluster.kubernetes.io/source-cluster");
            awaitDig(each, "A", "hello-0." + cluster + ".hello.row-26", one().address(10));
            awaitDig(each, "A", "hello-1." + cluster + ".hello.row-26", one().address(11));
            awaitDig(each, "AAAA", "hello-1." + cluster + ".hello.row-26", one().address6(11));
        }
    }

    @Row(
            number = 27,
            level = "optional",
            title = "SRV of a headless service: one record for each endpoint, by its hostname",
            standsIn = Row.ASKED)
    default void row27SrvOfAHeadlessServiceIsOneRecordForEachEndpoint() {
        exportHeadless(27);
        for (ClusterSide each : clusters().both()) {
            eventually(
                    "SRV in " + each.cluster(),
                    ClusterSide.LIMIT,
                    () -> assertThat(each.dig("SRV", "hello.row-27").stream()
                                    .map(record -> record.replaceFirst("^\\d+ \\d+ ", "")))
                            .containsExactlyInAnyOrderElementsOf(List.of(
                                    "42 hello-0.east.hello.row-27.svc.clusterset.local.",
                                    "42 hello-1.east.hello.row-27.svc.clusterset.local.")));
        }
    }

    /** As a StatefulSet of two has it, and one that is not ready. */
    private void exportHeadless(int row) {
        String namespace = "row-" + row;
        clusters().namespace(namespace);
        one().service(namespace, "hello", headless(PORTS));
        for (boolean six : new boolean[] {false, true}) {
            one().slice(namespace, "hello", six ? "IPv6" : "IPv4", TARGETS, """
                    {addresses: ["%s"], hostname: hello-0, conditions: {ready: true}},
                    {addresses: ["%s"], hostname: hello-1, conditions: {ready: true}}
                    """.formatted(
                    six ? one().address6(10) : one().address(10), six ? one().address6(11) : one().address(11)));
        }
        exportOne(namespace);
    }

    private static void awaitDig(ClusterSide side, String type, String name, String... expected) {
        eventually(
                type + " " + name + " in " + side.cluster(),
                ClusterSide.LIMIT,
                () -> assertThat(side.dig(type, name)).containsExactly(expected));
    }
}
