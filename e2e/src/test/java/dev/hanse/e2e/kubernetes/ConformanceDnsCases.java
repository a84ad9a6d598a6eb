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
        for (CaseCluster each : both()) {
            JsonObject spec = each.awaitImport(
                    namespace,
                    "hello",
                    found -> assertThat(found.getJsonArray("ips")).hasSize(2));
            for (Object ip : spec.getJsonArray("ips")) {
                String address = (String) ip;
                awaitDig(each, address.contains(":") ? "AAAA" : "A", "hello." + namespace, List.of(address));
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
        for (CaseCluster each : both()) {
            eventually(
                    "SRV in " + each.cluster(),
                    McsCluster.LIMIT,
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
        JsonObject before = one().admin().get(path);
        both().forEach(each -> each.checkOwnName(namespace));
        exportOne(namespace);
        one().awaitCondition(namespace, "hello", "Ready", "True Exported");

        assertThat(one().admin().get(path)).isEqualTo(before);
        both().forEach(each -> each.checkOwnName(namespace));
    }

    @Row(
            number = 20,
            level = "optional",
            title = "an exported service is reached by its name, in each family",
            standsIn = Row.ASKED + " and its answers are followed as kube-proxy does. No packet is sent")
    default void row20AnExportedServiceIsReachedByItsName() {
        String namespace = hello(20);
        exportOne(namespace);
        for (CaseCluster each : both()) {
            ConformanceTrafficCases.awaitReached(
                    each, namespace, 42, 1, ConformanceTrafficCases.backends(one(), namespace));
        }
    }

    @Row(
            number = 25,
            level = "optional",
            title = "A and AAAA of a headless service: all ready endpoints, nothing else",
            standsIn = Row.ASKED)
    default void row25AHeadlessServiceIsAnsweredByItsReadyEndpoints() {
        String namespace = exportHeadless(25, 1);
        List<String> ipv4 = one().backends(namespace, false);
        List<String> ipv6 = one().backends(namespace, true);
        assertThat(ipv4).hasSameSizeAs(ipv6).hasSize(2);
        for (CaseCluster each : both()) {
            awaitDig(each, "A", "hello." + namespace, ipv4);
            awaitDig(each, "AAAA", "hello." + namespace, ipv6);
        }
    }

    @Row(
            number = 26,
            level = "optional",
            title = "a name of each endpoint below its cluster's id",
            standsIn = Row.ASKED)
    default void row26EachEndpointHasANameBelowItsCluster() {
        String namespace = exportHeadless(26, 0);
        for (CaseCluster each : both()) {
            eventually(
                    "slices in " + each.cluster(),
                    McsCluster.LIMIT,
                    () -> assertThat(each.slices(namespace, "hello").stream()
                                    .flatMap(slice -> McsCluster.objects(slice.getJsonArray("endpoints")))
                                    .map(endpoint -> endpoint.getString("hostname") + " "
                                            + endpoint.getJsonObject("conditions")
                                                    .getBoolean("ready")))
                            .containsExactlyInAnyOrder("hello-0 true", "hello-0 true", "hello-1 true", "hello-1 true"));
            String cluster = each.slices(namespace, "hello")
                    .getFirst()
                    .getJsonObject("metadata")
                    .getJsonObject("labels")
                    .getString("multicluster.kubernetes.io/source-cluster");
            for (int i = 0; i < 2; i++) {
                String name = "hello-" + i + "." + cluster + ".hello." + namespace;
                awaitDig(
                        each,
                        "A",
                        name,
                        List.of(one().backends(namespace, false).get(i)));
                awaitDig(
                        each,
                        "AAAA",
                        name,
                        List.of(one().backends(namespace, true).get(i)));
            }
        }
    }

    @Row(
            number = 27,
            level = "optional",
            title = "SRV of a headless service: one record for each endpoint, by its hostname",
            standsIn = Row.ASKED)
    default void row27SrvOfAHeadlessServiceIsOneRecordForEachEndpoint() {
        String namespace = exportHeadless(27, 0);
        String zone = "hello." + namespace + ".svc.clusterset.local.";
        for (CaseCluster each : both()) {
            eventually(
                    "SRV in " + each.cluster(),
                    McsCluster.LIMIT,
                    () -> assertThat(each.dig("SRV", "hello." + namespace).stream()
                                    .map(record -> record.replaceFirst("^\\d+ \\d+ ", "")))
                            .containsExactlyInAnyOrderElementsOf(List.of(
                                    "42 hello-0." + one().cluster() + "." + zone,
                                    "42 hello-1." + one().cluster() + "." + zone)));
        }
    }

    /** As a StatefulSet of two has it, and of those that are not ready. */
    private String exportHeadless(int row, int others) {
        String namespace = namespace(row);
        one().named(namespace, headless(PORTS), TARGETS, 2, others);
        exportOne(namespace);
        return namespace;
    }

    private static void awaitDig(CaseCluster side, String type, String name, List<String> expected) {
        eventually(
                type + " " + name + " in " + side.cluster(),
                McsCluster.LIMIT,
                () -> assertThat(side.dig(type, name)).containsExactlyInAnyOrderElementsOf(expected));
    }
}
