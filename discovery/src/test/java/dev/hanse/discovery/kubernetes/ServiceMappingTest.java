// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.kubernetes.ClusterObjects.Subject;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ExportCondition;
import dev.hanse.discovery.model.IpFamily;
import dev.hanse.discovery.model.Protocol;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.ServiceType;
import dev.hanse.discovery.model.SessionAffinity;
import dev.hanse.net.address.IpPrefix;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects what a ServiceExport means: type, ports, readiness and endpoints, as Kubernetes itself sees them. */
final class ServiceMappingTest {

    private static final ObjectName WEB = new ObjectName("shop", "web");
    private static final String HTTP = "{\"name\":\"http\",\"port\":8080}";

    private final ServiceMapping mapping = new ServiceMapping(IpPrefix.parse("10.20.0.0/16")::contains);

    private ExportedService map(String export, String service, String... slices) {
        return mapping.of(subject(export, service, slices)).orElseThrow();
    }

    private static Subject subject(String export, String service, String... slices) {
        KeptService kept = KeptService.of(KubernetesObjects.read(service));
        return new Subject(
                kept.name(),
                KeptExport.of(KubernetesObjects.read(export)),
                kept,
                Arrays.stream(slices)
                        .map(slice -> KeptSlice.of(KubernetesObjects.read(slice)))
                        .toList());
    }

    private ExportedService web(String... slices) {
        return map(KubernetesObjects.export("shop/web"), KubernetesObjects.service("shop/web"), slices);
    }

    private static List<Endpoint> endpoints(ExportedService service) {
        return service.slices().stream()
                .flatMap(slice -> slice.endpoints().stream())
                .toList();
    }

    private static String one(String fields) {
        return KubernetesObjects.slice("shop/web-1", "web", HTTP, KubernetesObjects.endpoint("10.20.0.1", fields));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        "type":"ClusterIP","clusterIP":"10.110.0.7"    | CLUSTER_SET_IP
        "type":"NodePort","clusterIP":"10.110.0.7"     | CLUSTER_SET_IP
        "type":"LoadBalancer","clusterIP":"10.110.0.7" | CLUSTER_SET_IP
        "type":"ClusterIP","clusterIP":"None"          | HEADLESS
        """)
    void theTypeFollowsFromTheAddress(String spec, ServiceType type) {
        ExportedService service = map(
                KubernetesObjects.export("shop/web"), KubernetesObjects.service("shop/web", spec.replace('\'', '"')));
        assertThat(service.export().orElseThrow().type()).isEqualTo(type);
    }

    @Test
    void theServiceHasItsPortAndTheSliceThatOfThePods() {
        ExportedService service = web(KubernetesObjects.slice("shop/web-1", "web", "10.20.0.1"));
        assertThat(service.export().orElseThrow().ports()).containsExactly(ServicePort.of("http", Protocol.TCP, 80));
        assertThat(service.slices())
                .singleElement()
                .satisfies(
                        slice -> assertThat(slice.ports()).containsExactly(ServicePort.of("http", Protocol.TCP, 8080)));
        assertThat(service.complaints()).isEmpty();
    }

    @Test
    void podsThatNameTheirPortsKeepEachItsNumber() {
        ExportedService service = web(
                KubernetesObjects.slice("shop/web-1", "web", "10.20.0.1"),
                KubernetesObjects.slice(
                        "shop/web-2",
                        "web",
                        "{\"name\":\"http\",\"port\":9090}",
                        KubernetesObjects.endpoint("10.20.0.2", "")));
        assertThat(service.slices().stream()
                        .collect(Collectors.toMap(
                                slice -> slice.ports().getFirst().port(),
                                slice -> slice.endpoints().getFirst().address().getHostAddress())))
                .isEqualTo(Map.of(8080, "10.20.0.1", 9090, "10.20.0.2"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ''                                                          | true
        'conditions':{}                                             | true
        'conditions':{'ready':true}                                 | true
        'conditions':{'ready':false}                                | false
        'conditions':{'ready':false,'serving':true}                 | false
        'conditions':{'serving':true,'terminating':true}            | false
        'conditions':{'ready':true,'terminating':true}              | false
        'conditions':{'ready':true,'serving':true,'terminating':false} | true
        """, quoteCharacter = '~')
    void readinessIsAsKubeProxySeesIt(String fields, boolean ready) {
        String json = fields.equals("''") ? "" : fields.replace('\'', '"');
        assertThat(endpoints(web(one(json))))
                .singleElement()
                .satisfies(endpoint -> assertThat(endpoint.ready()).isEqualTo(ready));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {}                                   | true  | false
        {'ready':false}                      | true  | false
        {'ready':false,'serving':false}      | false | false
        {'ready':false,'terminating':true}   | true  | true
        {'serving':false,'terminating':true} | false | true
        """, quoteCharacter = '~')
    void whatServesWhileItEndsSaysSo(String conditions, boolean serving, boolean terminating) {
        String json = "\"conditions\":" + conditions.replace('\'', '"');
        assertThat(endpoints(web(one(json)))).singleElement().satisfies(endpoint -> {
            assertThat(endpoint.serving()).isEqualTo(serving);
            assertThat(endpoint.terminating()).isEqualTo(terminating);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"ready\":false", "\"ready\":true,\"terminating\":true", "\"serving\":false,\"ready\":true"})
    void aServiceThatPublishesAllHasOnlyReadyEndpoints(String conditions) {
        ExportedService service = map(
                KubernetesObjects.export("shop/web"),
                KubernetesObjects.service("shop/web", "\"clusterIP\":\"None\",\"publishNotReadyAddresses\":true"),
                one("\"conditions\":{" + conditions + "}"));
        assertThat(endpoints(service)).allMatch(Endpoint::ready).hasSize(1);
    }

    @Test
    void hostnamesAreKeptUnlessTheyAreThatOfAnotherAddress() {
        assertThat(endpoints(web(one("\"hostname\":\"web-0\""))))
                .first()
                .extracting(Endpoint::hostname)
                .isEqualTo("web-0");
        assertThat(endpoints(web(one("\"hostname\":\"10-20-0-9\""))))
                .first()
                .extracting(Endpoint::hostname)
                .isEqualTo("");
        assertThat(endpoints(web(one("\"hostname\":null"))))
                .first()
                .extracting(Endpoint::hostname)
                .isEqualTo("");
    }

    @Test
    void anAddressInSeveralSlicesIsOneEndpointThatAnswersIfEitherSaysSo() {
        String stale = one("\"conditions\":{\"ready\":false}");
        String moved = KubernetesObjects.slice("shop/web-2", "web", "10.20.0.1");
        assertThat(endpoints(web(stale, moved))).singleElement().matches(Endpoint::ready);
    }

    @Test
    void slicesByHandWithoutNamesServeAServiceWithOnePort() {
        String service =
                "{\"metadata\":{\"namespace\":\"shop\",\"name\":\"web\"},\"spec\":{\"clusterIP\":\"10.110.0.7\",\"ports\":[{\"port\":80}]}}";
        ExportedService mapped = map(
                KubernetesObjects.export("shop/web"),
                service,
                KubernetesObjects.slice(
                        "shop/by-hand", "web", "{\"port\":9376}", KubernetesObjects.endpoint("10.20.0.5", "")));
        assertThat(mapped.export().orElseThrow().ports()).containsExactly(ServicePort.of("", Protocol.TCP, 80));
        assertThat(mapped.slices())
                .singleElement()
                .satisfies(slice -> assertThat(slice.ports()).containsExactly(ServicePort.of("", Protocol.TCP, 9376)));
    }

    @Test
    void bothFamiliesOfADualStackServiceAreThere() {
        ServiceMapping both = new ServiceMapping(_ -> true);
        ExportedService service = both.of(subject(
                        KubernetesObjects.export("shop/web"),
                        KubernetesObjects.service("shop/web"),
                        KubernetesObjects.slice("shop/web-4", "web", "10.20.0.1"),
                        KubernetesObjects.slice("shop/web-6", "web", "2001:db8::1")))
                .orElseThrow();
        assertThat(endpoints(service))
                .extracting(endpoint -> endpoint.address().getHostAddress())
                .containsExactlyInAnyOrder("10.20.0.1", "2001:db8:0:0:0:0:0:1");
    }

    @Test
    void aHeadlessServiceMayHaveNoPorts() {
        String service = "{\"metadata\":{\"namespace\":\"shop\",\"name\":\"web\"},\"spec\":{\"clusterIP\":\"None\"}}";
        ExportedService mapped = map(
                KubernetesObjects.export("shop/web"),
                service,
                KubernetesObjects.slice("shop/web-1", "web", "", KubernetesObjects.endpoint("10.20.0.1", "")));
        assertThat(mapped.export().orElseThrow().ports()).isEmpty();
        assertThat(endpoints(mapped)).hasSize(1);
    }

    @Test
    void endpointsOfAHeadlessServiceNeedNoPortOfIt() {
        ExportedService mapped = map(
                KubernetesObjects.export("shop/web"),
                KubernetesObjects.service("shop/web", "\"clusterIP\":\"None\""),
                KubernetesObjects.slice("shop/web-1", "web", "10.20.0.1"),
                KubernetesObjects.slice("shop/web-2", "web", "", KubernetesObjects.endpoint("10.20.0.2", "")));
        assertThat(mapped.complaints()).isEmpty();
        assertThat(mapped.slices())
                .filteredOn(EndpointSlice::portless)
                .singleElement()
                .satisfies(slice -> assertThat(slice.endpoints())
                        .extracting(endpoint -> endpoint.address().getHostAddress())
                        .containsExactly("10.20.0.2"));
        assertThat(mapped.slices()).filteredOn(slice -> !slice.portless()).hasSize(1);
    }

    @Test
    void endpointsWithoutAPortOfTheServiceAreLeftOutAndNamed() {
        ExportedService service = web(
                KubernetesObjects.slice("shop/web-1", "web", "10.20.0.1"),
                KubernetesObjects.slice(
                        "shop/web-2",
                        "web",
                        "{\"name\":\"other\",\"port\":1}",
                        KubernetesObjects.endpoint("10.20.0.2", "")),
                KubernetesObjects.slice(
                        "shop/web-3", "web", "{\"name\":\"http\"}", KubernetesObjects.endpoint("10.20.0.3", "")));
        assertThat(endpoints(service)).hasSize(1);
        assertThat(service.complaints())
                .singleElement()
                .asString()
                .contains("lacks endpoints: 2", "10.20.0.2", "web-2");
    }

    @Test
    void anEndpointOutsideThePrefixesOrWithoutAnAddressIsLeftOutAlone() {
        ExportedService service =
                web(KubernetesObjects.slice("shop/web-1", "web", "192.0.2.1", "10.20.0.1", "web.example"));
        assertThat(endpoints(service))
                .extracting(endpoint -> endpoint.address().getHostAddress())
                .containsExactly("10.20.0.1");
        assertThat(service.complaints())
                .singleElement()
                .asString()
                .contains("lacks endpoints: 2", "192.0.2.1", "pod-prefixes");
    }

    @Test
    void traitsAreThoseOfTheServiceAndOfTheExportOnly() {
        String export =
                "{\"metadata\":{\"namespace\":\"shop\",\"name\":\"web\",\"creationTimestamp\":\"2026-11-23T16:00:00Z\",\"labels\":{\"no\":\"no\"}},"
                        + "\"spec\":{\"exportedLabels\":{\"tier\":\"gold\"},\"exportedAnnotations\":{\"a\":\"b\"}}}";
        ExportedService service = map(
                export,
                KubernetesObjects.service(
                        "shop/web", "\"sessionAffinity\":\"ClientIP\",\"trafficDistribution\":\"PreferClose\""));
        assertThat(service.export().orElseThrow().traits()).satisfies(traits -> {
            assertThat(traits.sessionAffinity()).isEqualTo(SessionAffinity.CLIENT_IP);
            assertThat(traits.trafficDistribution()).isEqualTo("PreferClose");
            assertThat(traits.internalTrafficPolicy())
                    .as("the default is not stated")
                    .isEmpty();
            assertThat(traits.labels()).isEqualTo(Map.of("tier", "gold"));
            assertThat(traits.annotations()).isEqualTo(Map.of("a", "b"));
        });
        assertThat(service.export().orElseThrow().createdAt()).isEqualTo(Instant.parse("2026-11-23T16:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        'sessionAffinity':'ClientIP','sessionAffinityConfig':{'clientIP':{'timeoutSeconds':10}}   | CLIENT_IP | 10
        'sessionAffinity':'ClientIP'                                                              | CLIENT_IP | 10800
        'sessionAffinity':'None'                                                                  | NONE      | 0
        """, quoteCharacter = '~')
    void anAffinityLastsAsLongAsTheServiceSays(String spec, SessionAffinity affinity, int seconds) {
        ServiceTraits traits = map(
                        KubernetesObjects.export("shop/web"),
                        KubernetesObjects.service("shop/web", spec.replace('\'', '"')))
                .export()
                .orElseThrow()
                .traits();
        assertThat(traits.sessionAffinity()).isEqualTo(affinity);
        assertThat(traits.sessionAffinitySeconds()).isEqualTo(seconds);
    }

    @Test
    void familiesAreThoseOfTheServiceInItsOrder() {
        String export = KubernetesObjects.export("shop/web")
                .replace("\"creationTimestamp\"", "\"generation\":7,\"creationTimestamp\"");
        ServiceExport mapped = map(
                        export,
                        KubernetesObjects.service("shop/web", "\"ipFamilies\":[\"IPv6\",\"IPv5\",\"IPv4\",\"IPv6\"]"))
                .export()
                .orElseThrow();
        assertThat(mapped.ipFamilies()).containsExactly(IpFamily.IPV6, IpFamily.IPV4);
        assertThat(mapped.origin().generation()).isEqualTo(7);
    }

    @Test
    void aPolicyThatIsNotTheDefaultIsStated() {
        String service = KubernetesObjects.service("shop/web").replace("\"Cluster\"", "\"Local\"");
        assertThat(map(KubernetesObjects.export("shop/web"), service)
                        .export()
                        .orElseThrow()
                        .traits()
                        .internalTrafficPolicy())
                .isEqualTo("Local");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        shop/web                | {'spec':{'type':'ExternalName','externalName':'a.example'}}              | ExternalName
        shop/derived-0123456789 | {'spec':{'clusterIP':'10.110.0.7'}}                                       | import
        default/kubernetes      | {'spec':{'clusterIP':'10.110.0.1'}}                                       | API server
        shop/web                | {'labels':{'multicluster.kubernetes.io/service-name':'web'}}              | import
        shop/web                | {'ownerReferences':[{'kind':'ServiceImport','name':'web'}]}               | import
        shop/web                | {'annotations':{'multicluster.kubernetes.io/derived-service':'x'}}        | import
        shop/1.web              | {'spec':{'clusterIP':'10.110.0.7'}}                                       | service name
        shop/web                | {'spec':{'clusterIP':'10.110.0.7','ports':[{'port':80,'protocol':'XTP'}]}} | XTP
        shop/web                | {'deletionTimestamp':'2026-11-23T16:00:00Z'}                              | no Service
        """)
    void whatCannotBeExportedIsLeftOutWithAReason(String name, String json, String reason) {
        String[] parts = name.split("/");
        String fields = json.replace('\'', '"');
        boolean spec = fields.startsWith("{\"spec\"");
        String metadata = "\"metadata\":{\"namespace\":\"" + parts[0] + "\",\"name\":\"" + parts[1] + "\""
                + (spec ? "" : "," + fields.substring(1, fields.length() - 1)) + "}";
        String service = spec ? "{" + metadata + "," + fields.substring(1) : "{" + metadata + "}";
        ExportedService refused = map(KubernetesObjects.export(name), service);
        assertThat(refused.export()).isEmpty();
        assertThat(refused.slices()).isEmpty();
        assertThat(refused.complaints()).singleElement().asString().contains("is not exported", reason);
        assertThat(refused.valid().status()).isEqualTo(ExportCondition.Status.FALSE);
        assertThat(refused.valid().reason()).isIn("NoService", "InvalidServiceType", "Invalid");
    }

    @Test
    void anExportWithoutServiceSaysSoAndOneThatIsBeingDeletedIsNone() {
        KeptExport export = KeptExport.of(KubernetesObjects.read(KubernetesObjects.export("shop/web")));
        assertThat(mapping.of(new Subject(WEB, export, null, List.of()))
                        .orElseThrow()
                        .complaints())
                .singleElement()
                .asString()
                .contains("no Service");
        KeptExport deleted = new KeptExport(WEB, "", 0, export.createdAt(), true, Map.of(), Map.of());
        assertThat(mapping.of(new Subject(WEB, deleted, null, List.of()))).isEmpty();
    }

    @Test
    void oneChangedEndpointChangesOneSliceOfAtMostHundred() {
        List<String> addresses = new ArrayList<>(IntStream.range(0, 1000)
                .mapToObj(i -> "10.20." + i / 250 + "." + (i % 250 + 1))
                .toList());
        ExportedService before = web(KubernetesObjects.slice("shop/web-1", "web", addresses.toArray(String[]::new)));
        addresses.set(500, "10.20.99.1");
        ExportedService after = web(
                KubernetesObjects.slice(
                        "shop/web-1", "web", addresses.subList(700, 1000).toArray(String[]::new)),
                KubernetesObjects.slice(
                        "shop/web-2", "web", addresses.subList(0, 700).toArray(String[]::new)));

        assertThat(after.slices())
                .allSatisfy(
                        slice -> assertThat(slice.endpoints()).hasSizeLessThanOrEqualTo(EndpointSlice.MAX_ENDPOINTS));
        Set<EndpointSlice> changed = new HashSet<>(after.slices());
        before.slices().forEach(changed::remove);
        assertThat(changed).as("one loses it and one gets it").hasSizeLessThanOrEqualTo(2);
    }
}
