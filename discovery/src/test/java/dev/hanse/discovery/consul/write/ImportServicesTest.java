// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.Protocol;
import dev.hanse.discovery.model.ServiceImport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.ServiceType;
import dev.hanse.discovery.model.SharedMap;
import dev.hanse.discovery.model.SliceKey;
import dev.hanse.discovery.model.View;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Protects what a view becomes in Consul: instances by endpoint and port, with nothing of what exporters say in the meta but names, and a bound. */
class ImportServicesTest {

    private static final ClusterId EAST = new ClusterId("east");
    private static final ServicePort API = ServicePort.of("api", Protocol.TCP, 80);
    private static final ServicePort ADMIN = ServicePort.of("admin", Protocol.TCP, 80);
    private static final ServicePort DNS = ServicePort.of("dns", Protocol.UDP, 53);

    private final Map<ServiceName, ServiceImport> imports = new HashMap<>();
    private final Map<SliceKey, EndpointSlice> slices = new HashMap<>();

    private void put(String service, ServiceTraits traits, List<ServicePort> ports, EndpointSlice... parts) {
        ServiceName name = ServiceName.parse(service);
        imports.put(name, new ServiceImport(name, ServiceType.CLUSTER_SET_IP, ports, traits, List.of(EAST)));
        for (EndpointSlice each : parts) {
            slices.put(new SliceKey(name, EAST, each.name()), each);
        }
    }

    private static EndpointSlice slice(String service, String name, List<ServicePort> ports, Endpoint... endpoints) {
        return new EndpointSlice(ServiceName.parse(service), name, ports, List.of(endpoints));
    }

    private ImportServices services() {
        View view = new View(new ClusterId("west"), 1, SharedMap.copyOf(imports), SharedMap.copyOf(slices));
        return ImportServices.of(view, Set.of(), new ImportNames(""));
    }

    private Map<String, WantedInstance> web() {
        return Objects.requireNonNull(services().byName().get("web--shop"));
    }

    private static Endpoint at(String address, boolean ready) {
        return new Endpoint(InetAddress.ofLiteral(address), "", ready, 7);
    }

    @Test
    void portsOfOneNumberAreOneInstanceWithBothTags() {
        put(
                "shop/web",
                ServiceTraits.NONE,
                List.of(API, ADMIN, DNS),
                slice("shop/web", "s", List.of(), at("10.1.0.1", true)));
        Map<String, WantedInstance> web = web();
        assertThat(web).containsOnlyKeys("web--shop/east/10.1.0.1/tcp/80", "web--shop/east/10.1.0.1/udp/53");
        assertThat(Objects.requireNonNull(web.get("web--shop/east/10.1.0.1/tcp/80"))
                        .instance()
                        .tags())
                .containsExactly("admin", "api", "cluster-east", "hanse-import");
        assertThat(Objects.requireNonNull(web.get("web--shop/east/10.1.0.1/udp/53"))
                        .instance()
                        .weight())
                .isEqualTo(7);
    }

    @Test
    void anAddressInTwoSlicesIsReadyWhereEitherSaysSo() {
        put(
                "shop/web",
                ServiceTraits.NONE,
                List.of(API),
                slice("shop/web", "a", List.of(API), at("10.1.0.1", false)),
                slice("shop/web", "b", List.of(API), at("10.1.0.1", true)));
        assertThat(web().values())
                .singleElement()
                .extracting(instance -> instance.health().status())
                .isEqualTo(Health.PASSING);
    }

    @Test
    void anEndpointWithoutPortsHasNone() {
        put(
                "shop/web",
                ServiceTraits.NONE,
                List.of(API),
                EndpointSlice.portless(ServiceName.parse("shop/web"), "s", List.of(at("fd00::1", true))));
        assertThat(web().values()).singleElement().satisfies(each -> {
            assertThat(each.instance().port()).isZero();
            assertThat(each.instance().address()).isEqualTo("fd00::1");
        });
    }

    @Test
    void nothingOfTheExporterBecomesMeta() {
        ServiceTraits traits = new ServiceTraits(
                ServiceTraits.NONE.sessionAffinity(),
                "",
                "",
                Map.of("clusterset-export", "true"),
                Map.of("clusterset-namespace", "x"));
        put("shop/web", traits, List.of(API), slice("shop/web", "s", List.of(), at("10.1.0.1", true)));
        assertThat(web().values())
                .allSatisfy(each -> assertThat(each.instance().meta())
                        .containsOnlyKeys(
                                "hanse-written-by", "hanse-service", "hanse-source-cluster", "hanse-protocol"));
    }

    @Test
    void importsBeyondTheBoundAreLeftOutAndTold() {
        for (int service = 0; service < 101; service++) {
            String name = "shop/s%03d".formatted(service);
            Endpoint[] endpoints = IntStream.range(0, 100)
                    .mapToObj(i -> at("10.1.0." + i, true))
                    .toArray(Endpoint[]::new);
            put(name, ServiceTraits.NONE, List.of(API), slice(name, "s", List.of(), endpoints));
        }
        ImportServices services = services();
        assertThat(services.byName()).hasSize(100).doesNotContainKey("s100--shop");
        assertThat(services.leftOut()).singleElement().asString().contains("shop/s100", "10000 instances");
        assertThat(services.refused()).singleElement().satisfies(each -> {
            assertThat(each.service().name()).isEqualTo("s100");
            assertThat(each.text()).contains("shop/s100 is not written", "10000 instances");
        });
    }
}
