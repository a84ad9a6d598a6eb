// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.ExportSet;
import dev.hanse.discovery.FirstSeen;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.Protocol;
import dev.hanse.discovery.model.Selection;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.ServiceType;
import dev.hanse.discovery.model.SessionAffinity;
import dev.hanse.net.address.IpLiteral;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects the meaning of the meta keys of docs/sources.md. */
class ConsulExportsTest {

    private static final Instant NOW = Instant.parse("2026-11-23T16:00:00Z");
    private static final ServicePort HTTP = ServicePort.of("http", Protocol.TCP, 80);

    private final Complaints complaints = new Complaints();
    private final ConsulExports exports = new ConsulExports(FirstSeen.inMemory(InstantSource.fixed(NOW)), complaints);

    @Test
    void oneInstanceIsOneServiceWithOneSlice() {
        ExportSet set = of(List.of(Instances.web("web-1", "10.20.0.10")));

        ServiceName web = ServiceName.parse("shop/web");
        Endpoint endpoint = new Endpoint(IpLiteral.parse("10.20.0.10"), "web-1", true, 1);
        assertThat(set.exports())
                .containsExactly(
                        new ServiceExport(web, ServiceType.CLUSTER_SET_IP, NOW, List.of(HTTP), ServiceTraits.NONE));
        assertThat(set.slices()).containsExactly(new EndpointSlice(web, "tcp-80", List.of(HTTP), List.of(endpoint)));
    }

    @Test
    void metaRenamesTheServiceAndItsPort() {
        ExportSet set = of(List.of(Instances.of(
                "legacy_DNS",
                "x",
                "10.20.0.10",
                53,
                Map.of(
                        "clusterset-service", "dns",
                        "clusterset-port-name", "query",
                        "clusterset-protocol", "udp",
                        "clusterset-type", "headless"))));

        ServiceExport export = set.exports().getFirst();
        assertThat(export.name()).hasToString("shop/dns");
        assertThat(export.type()).isEqualTo(ServiceType.HEADLESS);
        assertThat(export.ports()).containsExactly(ServicePort.of("query", Protocol.UDP, 53));
    }

    @Test
    void whatStandsForAnImportIsNeverExportedWhateverItsMetaSays() {
        assertThat(ExportMeta.optsIn(Instances.web("web-1", "10.20.0.10"))).isTrue();
        assertThat(ExportMeta.optsIn(Instances.of(
                        "web--shop", "x", "10.20.0.10", 80, Map.of("hanse-written-by", "gateway.hanse.dev"))))
                .isFalse();
    }

    @Test
    void metaSaysHowDnsChooses() {
        ExportSet set = of(List.of(Instances.of(
                "web",
                "web-1",
                "10.20.0.10",
                80,
                Map.of(
                        "clusterset-selection", "ordered west, east",
                        "clusterset-session-affinity", "client-ip",
                        "clusterset-weight", "0"))));

        assertThat(set.exports().getFirst().traits())
                .isEqualTo(
                        ServiceTraits.of(SessionAffinity.CLIENT_IP, Optional.of(Selection.parse("ordered west,east"))));
        assertThat(set.slices().getFirst().endpoints().getFirst().weight()).isZero();
    }

    @Test
    void instancesThatDifferInSelectionAreReported() {
        ExportSet set = of(List.of(
                Instances.of("web", "web-1", "10.20.0.10", 80, Map.of("clusterset-selection", "spread")),
                Instances.web("web-2", "10.20.0.11")));

        assertThat(set.exports().getFirst().traits().annotations()).containsValue("spread");
        assertThat(complaints.last()).singleElement().asString().contains("clusterset-selection");
    }

    @Test
    void differentPortsAreDifferentSlicesAndTheLowestStandsForTheService() {
        ExportSet set = of(List.of(
                Instances.of("web", "web-1", "10.20.0.10", 8080, Map.of()),
                Instances.of("web", "web-2", "10.20.0.11", 80, Map.of()),
                Instances.of("web", "web-3", "10.20.0.12", 8080, Map.of())));

        assertThat(set.exports().getFirst().ports()).containsExactly(HTTP);
        assertThat(set.slices()).extracting(EndpointSlice::name).containsExactly("tcp-8080", "tcp-80");
        assertThat(set.slices().getFirst().endpoints()).hasSize(2);
    }

    @Test
    void severalConsulServicesMakeOneServiceWithSeveralPorts() {
        ExportSet set = of(List.of(
                Instances.web("w", "10.20.0.10"),
                Instances.of(
                        "web-admin",
                        "a",
                        "10.20.0.10",
                        9090,
                        Map.of("clusterset-service", "web", "clusterset-port-name", "admin"))));

        assertThat(set.exports()).hasSize(1);
        assertThat(set.exports().getFirst().ports()).containsExactly(ServicePort.of("admin", Protocol.TCP, 9090), HTTP);
        assertThat(set.slices()).hasSize(2);
    }

    @Test
    void anAddressRegisteredTwiceIsOneEndpointThatIsReadyIfEitherIs() {
        ExportSet set = of(
                List.of(Instances.failing(Instances.web("web-1", "10.20.0.10")), Instances.web("web-2", "10.20.0.10")));

        assertThat(set.slices().getFirst().endpoints())
                .singleElement()
                .extracting(Endpoint::ready)
                .isEqualTo(true);
    }

    @Test
    void headlessServicesMayHaveNoPort() {
        ExportSet set = of(List.of(Instances.of("peers", "p", "10.20.0.10", 0, Map.of("clusterset-type", "headless"))));

        assertThat(set.exports().getFirst().ports()).isEmpty();
        assertThat(set.slices()).extracting(EndpointSlice::name).containsExactly("portless");
    }

    @Test
    void instancesThatShareAnIdAreToldApartByTheirNodes() {
        assertThat(hostnames(
                        Instances.on("node-1", Instances.web("a", "10.20.0.10")),
                        Instances.on("node-2.dc1", Instances.web("a", "10.20.0.11")),
                        Instances.on("node-3", Instances.web("b", "10.20.0.12"))))
                .isEqualTo(Map.of("10.20.0.10", "a-node-1", "10.20.0.11", "a-node-2-dc1", "10.20.0.12", "b"));
    }

    @Test
    void anIdThatConsulMadeOfTheServicesNameIsToldApartFromTheFirstInstanceOn() {
        ConsulInstance first = Instances.on("node-1", Instances.web("web", "10.20.0.10"));
        ConsulInstance second = Instances.on("node-2", Instances.web("web", "10.20.0.11"));

        assertThat(hostnames(first)).isEqualTo(Map.of("10.20.0.10", "web-node-1"));
        assertThat(hostnames(first, second)).isEqualTo(Map.of("10.20.0.10", "web-node-1", "10.20.0.11", "web-node-2"));
    }

    @Test
    void idsThatDifferInCaseAreOneIdAndWithoutDistinctNodesNoName() {
        assertThat(hostnames(Instances.web("WEB-A", "10.20.0.10"), Instances.web("web-a", "10.20.0.11")))
                .isEqualTo(Map.of("10.20.0.10", "", "10.20.0.11", ""));
        assertThat(hostnames(
                        Instances.on("n1", Instances.web("WEB-A", "10.20.0.10")),
                        Instances.on("n2", Instances.web("web-a", "10.20.0.11"))))
                .isEqualTo(Map.of("10.20.0.10", "web-a-n1", "10.20.0.11", "web-a-n2"));
    }

    @Test
    void aNameMadeOfIdAndNodeYieldsToAnId() {
        assertThat(hostnames(
                        Instances.on("n1", Instances.web("a", "10.20.0.10")),
                        Instances.on("n2", Instances.web("a", "10.20.0.11")),
                        Instances.on("n3", Instances.web("a-n1", "10.20.0.12"))))
                .isEqualTo(Map.of("10.20.0.10", "", "10.20.0.11", "a-n2", "10.20.0.12", "a-n1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10-10-6-9", "fd00--1", "2001-db8-0-0-0-0-0-1"})
    void anIdThatReadsAsAnAddressDoesNotTakeThatAddressesName(String id) {
        assertThat(hostnames(Instances.web(id, "10.20.0.10")).get("10.20.0.10")).isNotEqualTo(id);
    }

    @Test
    void aNameDoesNotChangeWithHealth() {
        assertThat(hostnames(
                        Instances.failing(Instances.web("web-1", "10.20.0.10")), Instances.web("web-2", "10.20.0.10")))
                .isEqualTo(Map.of("10.20.0.10", "web-1"));
    }

    private Map<String, String> hostnames(ConsulInstance... instances) {
        return of(List.of(instances)).slices().stream()
                .flatMap(slice -> slice.endpoints().stream())
                .collect(Collectors.toMap(each -> each.address().getHostAddress(), Endpoint::hostname));
    }

    @Test
    void idsThatAreNoLabelsGiveNoHostname() {
        ExportSet set = of(List.of(Instances.web("web:10.20.0.10:80", "10.20.0.10")));

        assertThat(set.slices().getFirst().endpoints().getFirst().hostname()).isEmpty();
    }

    @Test
    void orderOfAnswersDoesNotMatter() {
        List<ConsulInstance> instances = new ArrayList<>(IntStream.range(0, 250)
                .mapToObj(i -> Instances.of("web", "web-" + i, "10.20.0." + i, 80 + i % 3, Map.of()))
                .toList());
        ExportSet before = of(instances);
        Collections.shuffle(instances, new Random(1));

        assertThat(of(instances)).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "clusterset-namespace |          | no meta clusterset-namespace",
                "clusterset-namespace | Shop     | meta clusterset-namespace: \"Shop\"",
                "clusterset-service   | a_b      | meta clusterset-service: \"a_b\"",
                "clusterset-type      | external | cluster-set-ip or headless",
                "clusterset-protocol  | icmp     | tcp, udp or sctp",
                "clusterset-port-name | a_b      | meta clusterset-port-name: \"a_b\"",
                "clusterset-selection | nearest  | meta clusterset-selection: \"nearest\"",
                "clusterset-session-affinity | x | meta clusterset-session-affinity: \"x\"",
                "clusterset-weight    | 1001     | meta clusterset-weight: \"1001\"",
                "clusterset-weight    | -1       | from 0 to 1000",
            })
    void wrongMetaLeavesTheInstanceOutAndSaysWhy(String key, String value, String complaint) {
        ExportSet set = of(List.of(
                Instances.of("bad", "b", "10.20.0.10", 80, Map.of(key, value == null ? "" : value)),
                Instances.web("web-1", "10.20.0.11")));

        assertThat(set.exports()).extracting(export -> export.name().toString()).containsExactly("shop/web");
        assertThat(complaints.last())
                .singleElement()
                .asString()
                .startsWith("bad (instance b on node node-1) is not exported: ")
                .contains(complaint);
    }

    @Test
    void addressesPortsAndNamesThatDnsCannotCarryAreLeftOut() {
        ExportSet set = of(List.of(
                Instances.web("a", "host.example"),
                Instances.of("web", "b", "10.20.0.10", 0, Map.of()),
                Instances.of("Web_1", "c", "10.20.0.10", 80, Map.of())));

        assertThat(set).isEqualTo(ExportSet.EMPTY);
        assertThat(complaints.last())
                .hasSize(3)
                .anyMatch(each -> each.contains("host.example"))
                .anyMatch(each -> each.contains("port: 0"))
                .anyMatch(each -> each.contains("without meta clusterset-service: \"Web_1\""));
    }

    @Test
    void sidecarsThatInheritTheMetaDoNotOptIn() {
        assertThat(ExportMeta.optsIn(Instances.of("web-sidecar-proxy", "s", "10.20.0.10", 21000, Map.of())))
                .isFalse();
        assertThat(ExportMeta.optsIn(Instances.web("w", "10.20.0.10"))).isTrue();
    }

    private ExportSet of(List<ConsulInstance> instances) {
        return exports.of(instances, true);
    }
}
