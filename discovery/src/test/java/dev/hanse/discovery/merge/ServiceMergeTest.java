// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ExportCondition;
import dev.hanse.discovery.model.ExportCondition.Status;
import dev.hanse.discovery.model.Protocol;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.ServiceType;
import dev.hanse.discovery.model.SessionAffinity;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Protects the conflict rules of KEP-1645, on which every cluster must agree. */
class ServiceMergeTest {

    private static final ServiceName WEB = ServiceName.parse("shop/web");
    private static final ClusterId EAST = new ClusterId("east");
    private static final ClusterId WEST = new ClusterId("west");
    private static final ClusterId NORTH = new ClusterId("north");
    private static final ServicePort HTTP = ServicePort.of("http", Protocol.TCP, 80);

    @Test
    void oneExportIsItsOwnImport() {
        MergedService merged = merge(at(EAST, 1, HTTP));

        assertThat(merged.serviceImport().ports()).containsExactly(HTTP);
        assertThat(merged.serviceImport().clusters()).containsExactly(EAST);
        assertThat(conflict(merged, EAST))
                .isEqualTo(new ExportCondition(
                        ExportCondition.Type.CONFLICT, Status.FALSE, "NoConflicts", "all exports agree"));
    }

    @Test
    void oldestDecidesTypeAndTraits() {
        Constituent older = constituent(WEST, 1, ServiceType.HEADLESS, traits(SessionAffinity.CLIENT_IP, "v", "1"));
        Constituent younger = constituent(EAST, 2, ServiceType.CLUSTER_SET_IP, traits(SessionAffinity.NONE, "v", "2"));

        MergedService merged = ServiceMerge.merge(List.of(younger, older));

        assertThat(merged.serviceImport().type()).isEqualTo(ServiceType.HEADLESS);
        assertThat(merged.serviceImport().traits()).isEqualTo(older.export().traits());
        assertThat(merged.serviceImport().clusters()).containsExactly(WEST, EAST);
        assertThat(conflict(merged, WEST).reason()).isEqualTo("TypeConflict,SessionAffinityConflict,LabelsConflict");
    }

    @Test
    void effectiveTimeCountsAndNotTheClaimedOne() {
        ServiceExport backdated =
                new ServiceExport(WEB, ServiceType.HEADLESS, Instant.EPOCH, List.of(), ServiceTraits.NONE);
        Constituent clamped = Constituent.of(EAST, ExportAge.seen(Instant.ofEpochSecond(9)), backdated, List.of());

        MergedService merged = ServiceMerge.merge(List.of(clamped, at(WEST, 5, HTTP)));

        assertThat(merged.serviceImport().type()).isEqualTo(ServiceType.CLUSTER_SET_IP);
    }

    @Test
    void claimsDecideAmongWhatWasSeenInOneMoment() {
        Instant start = Instant.ofEpochSecond(9);
        ServiceExport headless =
                new ServiceExport(WEB, ServiceType.HEADLESS, Instant.EPOCH, List.of(), ServiceTraits.NONE);
        Constituent waited = Constituent.of(WEST, new ExportAge(start, Instant.ofEpochSecond(1)), headless, List.of());
        Constituent younger = Constituent.of(
                EAST,
                new ExportAge(start, Instant.ofEpochSecond(2)),
                at(EAST, 2, HTTP).export(),
                List.of());

        assertThat(merge(younger, waited).serviceImport().type()).isEqualTo(ServiceType.HEADLESS);
        assertThat(merge(at(EAST, 8, HTTP), waited).serviceImport().type())
                .as("what was seen before, whatever is claimed")
                .isEqualTo(ServiceType.CLUSTER_SET_IP);
    }

    @Test
    void clusterIdBreaksTies() {
        MergedService merged = merge(at(WEST, 1, ServicePort.of("http", Protocol.TCP, 8080)), at(EAST, 1, HTTP));

        assertThat(merged.serviceImport().ports()).containsExactly(HTTP);
        assertThat(conflict(merged, WEST).message())
                .isEqualTo(
                        "ports: 1 of 2 clusters differ from cluster east, which wins where they clash: http is 80/TCP"
                                + " in east and 8080/TCP in west (equally old exports, the lowest cluster id precedes)");
    }

    @Test
    void portsAreUnitedAndConflictIsSetOnAll() {
        ServicePort metrics = ServicePort.of("metrics", Protocol.TCP, 9090);

        MergedService merged = merge(at(EAST, 1, HTTP), at(WEST, 2, metrics), at(NORTH, 3, HTTP, metrics));

        assertThat(merged.serviceImport().ports()).containsExactly(HTTP, metrics);
        assertThat(merged.conflicts()).containsOnlyKeys(EAST, WEST, NORTH).allSatisfy((_, condition) -> {
            assertThat(condition.status()).isEqualTo(Status.TRUE);
            assertThat(condition.reason()).isEqualTo("PortConflict");
            assertThat(condition.message()).startsWith("ports: 2 of 3 clusters differ from cluster east");
        });
    }

    @Test
    void conflictOfPortsNamesThemAndTheirNumbers() {
        assertThat(clashes(ServicePort.of("http", Protocol.UDP, 80)))
                .isEqualTo("http is 80/TCP in east and 80/UDP in west");
        assertThat(clashes(ServicePort.of("web", Protocol.TCP, 80)))
                .isEqualTo("80/TCP is http in east and web in west");
        assertThat(clashes()).isEqualTo("http 80/TCP is of east and not of west");
        assertThat(clashes(HTTP, ServicePort.of("metrics", Protocol.TCP, 9090)))
                .isEqualTo("metrics 9090/TCP is of west and not of east");
        assertThat(clashes(new ServicePort("http", Protocol.TCP, 80, "kubernetes.io/h2c")))
                .isEqualTo("http speaks \"\" in east and \"kubernetes.io/h2c\" in west");
        ServicePort[] many = new ServicePort[100];
        for (int i = 0; i < many.length; i++) {
            many[i] = ServicePort.of("p" + i, Protocol.TCP, 1000 + i);
        }
        assertThat(clashes(many)).endsWith("p2 1002/TCP is of west and not of east, 98 more");
    }

    private static String clashes(ServicePort... ofWest) {
        String message =
                conflict(merge(at(EAST, 1, HTTP), at(WEST, 2, ofWest)), WEST).message();
        String prefix = "ports: 1 of 2 clusters differ from cluster east, which wins where they clash: ";
        assertThat(message).startsWith(prefix).endsWith(" (the oldest export precedes)");
        return message.substring(prefix.length(), message.length() - " (the oldest export precedes)".length());
    }

    @Test
    void orderOfPortsIsNoConflict() {
        ServicePort metrics = ServicePort.of("metrics", Protocol.TCP, 9090);

        MergedService merged = merge(at(EAST, 1, HTTP, metrics), at(WEST, 2, metrics, HTTP));

        assertThat(conflict(merged, EAST).status()).isEqualTo(Status.FALSE);
    }

    @Test
    void sameNumberOfAnotherProtocolIsAnotherPort() {
        ServicePort dns = ServicePort.of("dns", Protocol.UDP, 80);

        assertThat(merge(at(EAST, 1, HTTP), at(WEST, 2, dns)).serviceImport().ports())
                .containsExactly(HTTP, dns);
    }

    @Test
    void differentFamiliesConflictAndClustersWithoutEndpointsDoNot() {
        Constituent four = withEndpoint(EAST, 1, "10.0.0.1");
        Constituent six = withEndpoint(WEST, 2, "fd00::1");

        assertThat(conflict(merge(four, at(WEST, 2, HTTP)), EAST).status()).isEqualTo(Status.FALSE);
        assertThat(conflict(merge(four, six), WEST).reason()).isEqualTo("IPFamilyConflict");
    }

    @Test
    void endpointsOfAClashingPortKeepTheirNumber() {
        ServicePort clashing = ServicePort.of("http", Protocol.TCP, 8080);
        MergedService merged = merge(at(EAST, 1, HTTP), at(WEST, 2, clashing));

        assertThat(merged.serviceImport().ports()).containsExactly(HTTP);
        assertThat(merged.importedSlice(EAST, slice("http", 8000))).contains(slice("http", 8000));
        EndpointSlice ofWest = merged.importedSlice(WEST, slice("http", 8001)).orElseThrow();
        assertThat(ofWest.ports()).isEqualTo(slice("http", 8001).ports());
        assertThat(ofWest.endpoints()).isEqualTo(slice("http", 8001).endpoints());
    }

    /** Conformance: the same name with different numbers, different names with different numbers. */
    @Test
    void aNumberIsServedOnlyByTheClustersThatHaveIt() {
        ServicePort alt = ServicePort.of("http", Protocol.TCP, 4242);
        ServicePort other = ServicePort.of("other", Protocol.TCP, 4242);
        MergedService sameName = merge(at(EAST, 1, HTTP), at(WEST, 2, alt), at(NORTH, 3, HTTP));
        MergedService otherName = merge(at(EAST, 1, HTTP), at(WEST, 2, other));

        assertThat(agreeing(sameName, EAST, "http")).containsExactly("http");
        assertThat(agreeing(sameName, WEST, "http")).isEmpty();
        assertThat(agreeing(sameName, NORTH, "http")).containsExactly("http");
        assertThat(agreeing(otherName, EAST, "http")).containsExactly("http");
        assertThat(agreeing(otherName, WEST, "other")).containsExactly("other");
    }

    @Test
    void aConflictingPortThatNoLongerConflictsIsServedAgain() {
        EndpointSlice said = new EndpointSlice(
                WEB,
                "a",
                List.of(HTTP),
                Set.of("http"),
                false,
                slice("http", 80).endpoints());

        assertThat(merge(at(EAST, 1, HTTP))
                        .importedSlice(EAST, said)
                        .orElseThrow()
                        .conflicting())
                .as("an exporter has no say")
                .isEmpty();
    }

    private static List<String> agreeing(MergedService merged, ClusterId cluster, String port) {
        return merged.importedSlice(cluster, slice(port, 8001)).orElseThrow().agreeing().stream()
                .map(ServicePort::name)
                .toList();
    }

    @Test
    void anAddressWithoutAPortIsOneOfAHeadlessServiceOnly() {
        EndpointSlice portless =
                EndpointSlice.portless(WEB, "a", slice("http", 80).endpoints());
        Constituent headless = constituent(WEST, 1, ServiceType.HEADLESS, ServiceTraits.NONE);

        assertThat(merge(headless).importedSlice(WEST, portless)).contains(portless);
        assertThat(merge(at(EAST, 0, HTTP), headless).importedSlice(WEST, portless))
                .isEmpty();
    }

    @Test
    void aNumberThatTheOldestCallsOtherwiseIsAnsweredUnderBothNames() {
        MergedService merged = merge(at(EAST, 1, HTTP), at(WEST, 2, ServicePort.of("web", Protocol.TCP, 80)));

        assertThat(merged.importedSlice(WEST, slice("web", 8000)).orElseThrow().ports())
                .containsExactly(ServicePort.of("web", Protocol.TCP, 8000), ServicePort.of("http", Protocol.TCP, 8000));
        assertThat(merged.importedSlice(EAST, slice("http", 8000)))
                .as("it does not export the other name")
                .contains(slice("http", 8000));
    }

    @Test
    void twoNamesOnOneNumberOfOneClusterAreNotTakenForEachOther() {
        ServicePort api = ServicePort.of("api", Protocol.TCP, 8080);
        ServicePort admin = ServicePort.of("admin", Protocol.TCP, 8080);
        MergedService merged = merge(at(EAST, 1, admin, api), at(WEST, 2, admin, api));

        assertThat(merged.serviceImport().ports()).containsExactly(admin, api);
        assertThat(merged.importedSlice(EAST, slice("api", 8080))).contains(slice("api", 8080));
        assertThat(conflict(merged, EAST).status()).isEqualTo(Status.FALSE);
    }

    @Test
    void onlyPortsThatTheirClusterExportsStayInASlice() {
        MergedService merged =
                merge(at(EAST, 1, HTTP, ServicePort.of("metrics", Protocol.TCP, 9090)), at(WEST, 2, HTTP));
        EndpointSlice both = new EndpointSlice(
                WEB,
                "a",
                List.of(ServicePort.of("http", Protocol.TCP, 8081), ServicePort.of("metrics", Protocol.TCP, 9999)),
                List.of());

        assertThat(merged.importedSlice(WEST, both).orElseThrow().ports())
                .containsExactly(ServicePort.of("http", Protocol.TCP, 8081));
        assertThat(merged.importedSlice(WEST, slice("metrics", 9999))).isEmpty();
    }

    @Test
    void anImportHasPortsOfTheOldestUpToItsLimit() {
        ServicePort[] many = new ServicePort[100];
        for (int i = 0; i < many.length; i++) {
            many[i] = ServicePort.of("p" + i, Protocol.TCP, 1000 + i);
        }
        ServicePort[] others = new ServicePort[100];
        ServicePort[] last = new ServicePort[100];
        for (int i = 0; i < many.length; i++) {
            others[i] = ServicePort.of("q" + i, Protocol.TCP, 1000 + i);
            last[i] = ServicePort.of("r" + i, Protocol.TCP, 1000 + i);
        }
        MergedService merged = merge(at(EAST, 1, many), at(WEST, 2, others), at(NORTH, 3, last));

        assertThat(merged.serviceImport().ports()).hasSize(PortUnion.MAX_PORTS).startsWith(many);
        assertThat(merged.importedSlice(NORTH, slice("r55", 80))).isPresent();
        assertThat(merged.importedSlice(NORTH, slice("r56", 80))).isEmpty();
    }

    @Test
    void whatASliceLeavesOutIsNotMadeMoreThanItCountsFor() {
        ServicePort[] many = new ServicePort[PortUnion.MAX_UNSTATED + 1];
        for (int i = 0; i < many.length; i++) {
            many[i] = new ServicePort("p" + i, Protocol.TCP, 1000 + i, "app");
        }
        EndpointSlice silent = new EndpointSlice(WEB, "a", List.of(), List.of());

        assertThat(merge(at(EAST, 1, many)).importedSlice(EAST, silent)).isEmpty();
        assertThat(merge(at(EAST, 1, many[0]))
                        .importedSlice(EAST, silent)
                        .orElseThrow()
                        .ports())
                .containsExactly(ServicePort.of("p0", Protocol.TCP, 1000));
    }

    @Test
    void headlessServiceWithoutPortsKeepsItsEndpoints() {
        MergedService merged = merge(at(EAST, 1));
        EndpointSlice slice = new EndpointSlice(WEB, "a", List.of(), List.of());

        assertThat(merged.importedSlice(EAST, slice)).contains(slice);
    }

    @Test
    void sliceOfAClusterThatDoesNotExportIsNotServed() {
        assertThat(merge(at(EAST, 1, HTTP)).importedSlice(WEST, slice("http", 80)))
                .isEmpty();
    }

    @Test
    void refusesWhatIsNotOneService() {
        Constituent other = Constituent.of(
                WEST,
                ExportAge.seen(Instant.EPOCH),
                new ServiceExport(
                        ServiceName.parse("shop/db"),
                        ServiceType.HEADLESS,
                        Instant.EPOCH,
                        List.of(),
                        ServiceTraits.NONE),
                List.of());

        assertThatThrownBy(() -> merge()).hasMessageContaining("no exports");
        assertThatThrownBy(() -> merge(at(EAST, 1), at(EAST, 2))).hasMessageContaining("two exports of cluster east");
        assertThatThrownBy(() -> merge(at(EAST, 1), other)).hasMessageContaining("shop/db");
    }

    private static ExportCondition conflict(MergedService merged, ClusterId cluster) {
        return Objects.requireNonNull(merged.conflicts().get(cluster));
    }

    private static MergedService merge(Constituent... exports) {
        return ServiceMerge.merge(List.of(exports));
    }

    private static Constituent at(ClusterId cluster, long second, ServicePort... ports) {
        return with(cluster, second, ServiceType.CLUSTER_SET_IP, ServiceTraits.NONE, List.of(), ports);
    }

    private static Constituent constituent(ClusterId cluster, long second, ServiceType type, ServiceTraits traits) {
        return with(cluster, second, type, traits, List.of(), HTTP);
    }

    private static Constituent withEndpoint(ClusterId cluster, long second, String address) {
        EndpointSlice slice =
                new EndpointSlice(WEB, "a", List.of(HTTP), List.of(Endpoint.ready(InetAddress.ofLiteral(address))));
        return with(cluster, second, ServiceType.CLUSTER_SET_IP, ServiceTraits.NONE, List.of(slice), HTTP);
    }

    private static Constituent with(
            ClusterId cluster,
            long second,
            ServiceType type,
            ServiceTraits traits,
            List<EndpointSlice> slices,
            ServicePort... ports) {
        Instant createdAt = Instant.ofEpochSecond(second);
        ServiceExport export = new ServiceExport(WEB, type, createdAt, List.of(ports), traits);
        return Constituent.of(cluster, ExportAge.seen(createdAt), export, slices);
    }

    private static ServiceTraits traits(SessionAffinity affinity, String label, String value) {
        return new ServiceTraits(affinity, "", "", Map.of(label, value), Map.of());
    }

    private static EndpointSlice slice(String port, int number) {
        return new EndpointSlice(
                WEB,
                "a",
                List.of(ServicePort.of(port, Protocol.TCP, number)),
                List.of(Endpoint.ready(InetAddress.ofLiteral("10.0.0.1"))));
    }
}
