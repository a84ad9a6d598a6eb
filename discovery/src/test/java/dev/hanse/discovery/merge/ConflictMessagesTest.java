// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ExportCondition;
import dev.hanse.discovery.model.ExportOrigin;
import dev.hanse.discovery.model.IpFamily;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.ServiceType;
import dev.hanse.discovery.model.SessionAffinity;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Protects owners of a service from guessing: a condition says which clusters differ, and in what; and the families of an import. */
class ConflictMessagesTest {

    private static final ServiceName WEB = ServiceName.parse("shop/web");

    private static Constituent export(
            String cluster,
            long second,
            ServiceType type,
            ServiceTraits traits,
            List<IpFamily> families,
            String... addresses) {
        List<Endpoint> endpoints = List.of(addresses).stream()
                .map(address -> Endpoint.ready(InetAddress.ofLiteral(address)))
                .toList();
        Instant when = Instant.ofEpochSecond(second);
        return Constituent.of(
                new ClusterId(cluster),
                ExportAge.seen(when),
                new ServiceExport(WEB, type, when, List.of(), traits, families, ExportOrigin.of(1)),
                List.of(new EndpointSlice(WEB, "a", List.of(), endpoints)));
    }

    private static Constituent stating(String cluster, long second, IpFamily... families) {
        return export(cluster, second, ServiceType.CLUSTER_SET_IP, ServiceTraits.NONE, List.of(families), "10.0.0.9");
    }

    private static Constituent having(String cluster, long second, String... addresses) {
        return export(cluster, second, ServiceType.CLUSTER_SET_IP, ServiceTraits.NONE, List.of(), addresses);
    }

    private static ServiceTraits affinity(SessionAffinity affinity) {
        return new ServiceTraits(affinity, "", "", Map.of(), Map.of());
    }

    private static ExportCondition conflict(Constituent... exports) {
        MergedService merged = ServiceMerge.merge(List.of(exports));
        assertThat(merged.conflicts().values().stream().distinct())
                .as("all are told the same")
                .hasSize(1);
        return Objects.requireNonNull(merged.conflicts().get(exports[0].cluster()));
    }

    private static List<IpFamily> families(Constituent... exports) {
        return ServiceMerge.merge(List.of(exports)).serviceImport().ipFamilies();
    }

    @Test
    void familiesOfTheImportAreThoseThatAllHave() {
        Constituent both = stating("east", 1, IpFamily.IPV6, IpFamily.IPV4);
        Constituent four = having("west", 2, "10.0.0.1");
        Constituent six = stating("north", 3, IpFamily.IPV6);

        assertThat(families(both)).containsExactly(IpFamily.IPV6, IpFamily.IPV4);
        assertThat(families(both, having("west", 2))).containsExactly(IpFamily.IPV6, IpFamily.IPV4);
        assertThat(families(both, four)).containsExactly(IpFamily.IPV4);
        assertThat(families(four, six)).as("none in common: the oldest's").containsExactly(IpFamily.IPV4);
        assertThat(families(having("east", 1))).isEmpty();
        assertThat(conflict(both, four).message())
                .startsWith("IP families: 1 of 2 clusters differ from cluster east, which has other families than they:"
                        + " IPv4 and IPv6 in east and IPv4 in west");
    }

    @Test
    void eachConflictNamesBothClustersAndBothValues() {
        ServiceTraits older =
                new ServiceTraits(SessionAffinity.CLIENT_IP, 10, "Local", "", Map.of("a", "1", "b", "2"), Map.of());
        ServiceTraits younger = new ServiceTraits(
                SessionAffinity.CLIENT_IP, 600, "", "PreferClose", Map.of("b", "3"), Map.of("note", "x".repeat(90)));
        ExportCondition conflict = conflict(
                export("east", 1, ServiceType.CLUSTER_SET_IP, older, List.of()),
                export("west", 2, ServiceType.HEADLESS, younger, List.of()));

        assertThat(conflict.reason())
                .isEqualTo("TypeConflict,SessionAffinityConfigConflict,InternalTrafficPolicyConflict,"
                        + "TrafficDistributionConflict,LabelsConflict,AnnotationsConflict");
        assertThat(conflict.message())
                .contains(
                        "ClusterSetIP in east and Headless in west",
                        "10 s in east and 600 s in west",
                        "Local in east and the default in west",
                        "the default in east and PreferClose in west",
                        "\"a\" is \"1\" in east and missing in west, 1 more",
                        "\"note\" is missing in east and \"" + "x".repeat(40) + "…\" in west");
    }

    @Test
    void anAffinityAndNoneDifferInThatAlone() {
        ExportCondition conflict = conflict(
                export("east", 1, ServiceType.HEADLESS, affinity(SessionAffinity.NONE), List.of()),
                export("west", 2, ServiceType.HEADLESS, affinity(SessionAffinity.CLIENT_IP), List.of()));

        assertThat(conflict.reason()).isEqualTo("SessionAffinityConflict");
        assertThat(conflict.message()).contains("None in east and ClientIP in west");
    }
}
