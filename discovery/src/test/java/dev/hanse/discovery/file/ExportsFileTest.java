// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.Protocol;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.ServiceType;
import dev.hanse.discovery.model.SessionAffinity;
import dev.hanse.net.address.IpLiteral;
import dev.hanse.net.yaml.YamlDocument;
import dev.hanse.net.yaml.YamlException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Protects the exports file: what docs/sources.md shows is read, and each mistake is named. */
class ExportsFileTest {

    private static final ServicePort HTTP = new ServicePort("http", Protocol.TCP, 80, "http");

    @Test
    void readsEveryKey() {
        assertThat(parse("""
                services:
                  - name: shop/web
                    type: headless
                    created-at: 2026-11-23T16:00:00Z
                    ports:
                      - {name: http, protocol: tcp, port: 80, app-protocol: http}
                      - {name: quic, protocol: UDP, port: 443}
                    endpoints:
                      - {address: 10.20.0.10, hostname: web-0, weight: 3, ready: false}
                      - {address: "fd00::10", ports: {quic: 8443}}
                """))
                .containsExactly(new FileService(
                        ServiceName.parse("shop/web"),
                        ServiceType.HEADLESS,
                        Optional.of(Instant.parse("2026-11-23T16:00:00Z")),
                        ServiceTraits.NONE,
                        List.of(HTTP, ServicePort.of("quic", Protocol.UDP, 443)),
                        List.of(
                                new FileEndpoint(
                                        new Endpoint(IpLiteral.parse("10.20.0.10"), "web-0", false, 3),
                                        List.of(HTTP, ServicePort.of("quic", Protocol.UDP, 443))),
                                new FileEndpoint(
                                        Endpoint.ready(IpLiteral.parse("fd00::10")),
                                        List.of(HTTP, ServicePort.of("quic", Protocol.UDP, 8443))))));
    }

    @Test
    void endpointsOnPortsOfTheirOwnAreInSlicesOfTheirOwn() {
        FileService service = parse("services: [{name: a/b, ports: [{name: http, port: 80}], endpoints: ["
                        + "{address: 10.0.0.1, port: 23001}, {address: 10.0.0.1, port: 31002}, {address: 10.0.0.2}]}]")
                .getFirst();

        assertThat(service.slices())
                .extracting(slice -> slice.ports().getFirst().port())
                .containsExactly(23001, 31002, 80);
        assertThat(service.slices())
                .extracting(EndpointSlice::name)
                .doesNotHaveDuplicates()
                .contains("file");
    }

    @Test
    void severalPortNamesMayHaveOneNumber() {
        FileService service = parse("services: [{name: a/b, ports: [{name: api, port: 80}, {name: admin, port: 80}],"
                        + " endpoints: [{address: 10.0.0.1}]}]")
                .getFirst();

        assertThat(service.slices())
                .singleElement()
                .satisfies(slice -> assertThat(slice.ports())
                        .isEqualTo(service.export(Instant.EPOCH).ports())
                        .hasSize(2));
    }

    @Test
    void readsHowDnsChooses() {
        FileService service = parse(
                        "services: [{name: a/b, selection: \"ordered west, east\", session-affinity: client-ip,"
                                + " ports: [{port: 80}], endpoints: []}]")
                .getFirst();

        assertThat(service.traits())
                .isEqualTo(new ServiceTraits(
                        SessionAffinity.CLIENT_IP,
                        "",
                        "",
                        Map.of(),
                        Map.of("dns.hanse.dev/selection", "ordered west,east")));
    }

    @Test
    void takesDefaults() {
        FileService service = parse("services: [{name: a/b, ports: [{port: 80}], endpoints: []}]")
                .getFirst();

        assertThat(service.type()).isEqualTo(ServiceType.CLUSTER_SET_IP);
        assertThat(service.createdAt()).isEmpty();
        assertThat(service.traits()).isEqualTo(ServiceTraits.NONE);
        assertThat(parse("services: [{name: a/b, selection: local-first, ports: [{port: 80}], endpoints: []}]"))
                .containsExactly(service);
        assertThat(service.ports()).containsExactly(ServicePort.of("", Protocol.TCP, 80));
        assertThat(service.slices()).isEmpty();
    }

    @Test
    void headlessServicesNeedNoPorts() {
        assertThat(parse("services: [{name: a/b, type: headless, endpoints: []}]")
                        .getFirst()
                        .ports())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                       | missing key \"services\"",
                "{services: }                                             | services: no value",
                "{service: []}                                            | did you mean \"services\"?",
                "{services: [{}]}                                         | missing key \"name\"",
                "{services: [{name: web}]}                                | expected: namespace/name",
                "{services: [{name: Shop/web}]}                           | lower-case",
                "{services: [{name: a/b, type: external-name}]}           | cluster-set-ip or headless",
                "{services: [{name: a/b, endpoints: []}]}                 | ports: none",
                "{services: [{name: a/b, ports: [{port: 80}]}]}           | missing key \"endpoints\"",
                "{services: [{name: a/b, ports: [{port: 0}]}]}            | a whole number from 1 to 65535",
                "{services: [{name: a/b, ports: [{port: 1},{port: 2}]}]}  | missing key \"name\"",
                "{services: [{name: a/b, created-at: today}]}             | a time as",
                "{services: [{name: a/b, selection: nearest}]}            | selection: \"nearest\"",
                "{services: [{name: a/b, selection: \"ordered A\"}]}       | cluster",
                "{services: [{name: a/b, session-affinity: cookie}]}      | none or client-ip",
                "{services: [{name: a/b, type: headless, selection: spread}]} | of no use for a headless service",
                "{services: [{name: a/b, ports: [{port: 1, protocol: icmp}]}]} | tcp, udp or sctp",
                "{services: [{name: a/b, ports: [{name: A, port: 1}]}]}   | port name",
                "{services: [{name: a/b, ports: [{name: x, port: 1},{name: x, port: 2}]}]} | port stands here twice",
                "{services: [{name: a/b, ports: [{port: 1}], endpoints: [{address: 10.0.0.1, port: 0}]}]} | 1 to 65535",
                "{services: [{name: a/b, ports: [{port: 1}], endpoints: [{address: 10.0.0.1, ports: {x: 2}}]}]} | \"x\"",
                "{services: [{name: a/b, ports: [{name: x, port: 1},{name: y, port: 2}], endpoints: [{address: 10.0.0.1,"
                        + " port: 3}]}]} | port: the service has 2 ports",
                "{services: [{name: a/b, ports: [{port: 1}], endpoints: [{address: h}]}]} | an IP address",
                "{services: [{name: a/b, ports: [{port: 1}], endpoints: [{address: 10.0.0.1, weight: 1001}]}]} | 0 to 1000",
                "{services: [{name: a/b, ports: [{port: 1}], endpoints: [{address: 10.0.0.1, hostname: a.b}]}]} | hostname",
                "{services: [{name: a/b, ports: [{port: 1}], endpoints: [{address: 10.0.0.1, hostname: 10-0-0-2}]}]}"
                        + " | \"10-0-0-2\" is what an endpoint at that address is called",
                "{services: [{name: a/b, ports: [{port: 1}], endpoints: [{address: 10.0.0.1},{address: 10.0.0.1}]}]} | twice",
                "{services: [{name: a/b, ports: [{port: 1}], endpoints: []},{name: a/b, ports: [{port: 1}], endpoints: []}]}"
                        + " | a/b stands here twice",
            })
    void namesMistakes(String text, String expected) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(YamlException.class)
                .hasMessageContaining(expected)
                .hasMessageContaining("exports.yaml line 1 column ");
    }

    private static List<FileService> parse(String text) {
        return ExportsFile.parse(YamlDocument.parse("exports.yaml", text));
    }
}
