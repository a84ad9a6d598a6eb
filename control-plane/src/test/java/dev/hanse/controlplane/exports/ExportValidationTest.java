// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.controlplane.model.ClusterMember;
import dev.hanse.controlplane.model.ExportItem;
import dev.hanse.controlplane.model.Refusal;
import dev.hanse.controlplane.testing.Fixture;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.Protocol;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.ServiceType;
import dev.hanse.discovery.model.SessionAffinity;
import dev.hanse.net.address.IpPrefix;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects clusters from what a member says that is not its own to say. */
class ExportValidationTest {

    /** A cluster that, by its prefixes, might claim almost anything. */
    private static final ClusterMember GREEDY = new ClusterMember(
            new ClusterId("east"),
            List.of(IpPrefix.parse("0.0.0.0/0"), IpPrefix.parse("::/0")),
            List.of(),
            Fixture.NOW);

    private static Optional<Refusal.Reason> check(ClusterMember cluster, String address) {
        return ExportValidation.check(cluster, Fixture.slice("shop/web", "a", address))
                .map(Refusal::reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.255.0.9",
                "0.0.0.0",
                "0.1.2.3",
                "255.255.255.255",
                "169.254.0.1",
                "169.254.169.254",
                "224.0.0.1",
                "239.1.2.3",
                "::",
                "::1",
                "fe80::1",
                "ff02::1",
                "fd00:ec2::254",
                "::ffff:127.0.0.1",
                "::ffff:169.254.169.254",
                "::7f00:1",
                "64:ff9b::a01:203",
                "2002:a01:203::1",
                "2001:0:c000:201::1",
                "240.0.0.1",
                "100.100.100.200"
            })
    void refusesAddressesThatAreNobodysToExport(String address) {
        assertThat(check(GREEDY, address)).contains(Refusal.Reason.FORBIDDEN_ADDRESS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.1.0.1", "10.255.255.255", "192.0.2.1", "fd00::1", "2001:db8::1"})
    void takesUnicastAddresses(String address) {
        assertThat(check(GREEDY, address)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"10.1.255.255, true", "10.2.0.0, false", "10.0.255.255, false", "fd00::1, false"})
    void addressMustLieInAPodPrefix(String address, boolean accepted) {
        assertThat(check(Fixture.cluster("east", 1), address).isEmpty()).isEqualTo(accepted);
    }

    @Test
    void nameInDnsMayNotPassItsLimit() {
        String label = "a".repeat(63);
        ClusterMember cluster =
                new ClusterMember(new ClusterId(label), List.of(IpPrefix.parse("10.1.0.0/16")), List.of(), Fixture.NOW);
        ExportItem slice = new ExportItem.Slice(new EndpointSlice(
                new ServiceName(label, label),
                "a",
                List.of(),
                List.of(new Endpoint(InetAddress.ofLiteral("10.1.0.1"), label, true, 1))));

        assertThat(ExportValidation.check(cluster, slice).map(Refusal::reason)).contains(Refusal.Reason.NAME_TOO_LONG);
    }

    @ParameterizedTest
    @CsvSource({"40, true", "41, false"})
    void nameInDnsMayReachItsLimit(int hostname, boolean accepted) {
        String label = "a".repeat(63);
        ClusterMember cluster =
                new ClusterMember(new ClusterId(label), List.of(IpPrefix.parse("10.1.0.0/16")), List.of(), Fixture.NOW);
        ExportItem slice = new ExportItem.Slice(new EndpointSlice(
                new ServiceName(label, label),
                "a",
                List.of(),
                List.of(new Endpoint(InetAddress.ofLiteral("10.1.0.1"), "h".repeat(hostname), true, 1))));
        assertThat(ExportValidation.check(cluster, slice).isEmpty()).isEqualTo(accepted);
    }

    @ParameterizedTest
    @CsvSource({"62, true", "63, false"})
    void portNameLeavesRoomForItsUnderscore(int octets, boolean accepted) {
        ServicePort port = ServicePort.of("p".repeat(octets), Protocol.TCP, 81);
        assertThat(check(List.of(Fixture.HTTP, port), ServiceTraits.NONE).map(Refusal::reason))
                .isEqualTo(accepted ? Optional.empty() : Optional.of(Refusal.Reason.NAME_TOO_LONG));
    }

    @ParameterizedTest
    @CsvSource({"16384, true", "16385, false"})
    void annotationsHaveALimit(int octets, boolean accepted) {
        Map<String, String> map = Map.of("k1", "v".repeat(10_000), "k2", "v".repeat(octets - 10_004));
        Optional<Refusal.Reason> expected = accepted ? Optional.empty() : Optional.of(Refusal.Reason.INVALID);
        assertThat(check(List.of(Fixture.HTTP), traits(Map.of(), map)).map(Refusal::reason))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"5460, true", "5461, false"})
    void annotationsAreCountedInOctets(int charactersOfThree, boolean accepted) {
        Map<String, String> map = Map.of("note", "\u20ac".repeat(charactersOfThree));
        Optional<Refusal.Reason> expected = accepted ? Optional.empty() : Optional.of(Refusal.Reason.INVALID);
        assertThat(check(List.of(Fixture.HTTP), traits(Map.of(), map)).map(Refusal::reason))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "app, web, true",
        "app.kubernetes.io/name, Web_1.2, true",
        "app, '', true",
        "'', web, false",
        "app, -web, false",
        "app/, web, false",
        "/app, web, false",
        "UPPER/app, web, false",
        "a b, web, false",
        "app, 'a\nb', false"
    })
    void labelsAreThoseOfKubernetes(String key, String value, boolean accepted) {
        assertReason(check(List.of(Fixture.HTTP), traits(Map.of(key, value), Map.of())), accepted);
    }

    @Test
    void partsOfLabelsHaveTheirOwnLimits() {
        assertReason(check(List.of(), traits(Map.of("k".repeat(63), "v".repeat(63)), Map.of())), true);
        assertReason(check(List.of(), traits(Map.of("k".repeat(64), ""), Map.of())), false);
        assertReason(check(List.of(), traits(Map.of("k", "v".repeat(64)), Map.of())), false);
        assertReason(check(List.of(), traits(Map.of("p".repeat(253) + "/k", ""), Map.of())), true);
        assertReason(check(List.of(), traits(Map.of("p".repeat(254) + "/k", ""), Map.of())), false);
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', true",
        "Cluster, PreferClose, true",
        "Local, PreferSameNode, true",
        "local, '', false",
        "'', PreferLocal, false",
        "'Cluster\u202e', '', false"
    })
    void policiesHaveTheWordsOfKubernetes(String internal, String distribution, boolean accepted) {
        ServiceTraits traits = new ServiceTraits(SessionAffinity.NONE, internal, distribution, Map.of(), Map.of());
        assertReason(check(List.of(Fixture.HTTP), traits), accepted);
    }

    @ParameterizedTest
    @CsvSource({"shop/web, true", "shop/web-1, true", "0shop/web, true", "shop/1web, false"})
    void serviceNamesBeginWithALetter(String name, boolean accepted) {
        assertReason(ExportValidation.check(GREEDY, Fixture.service(name)), accepted);
    }

    @Test
    void portsStandOnce() {
        ServicePort web = ServicePort.of("web", Protocol.TCP, 8080);
        ServicePort nameless = ServicePort.of("", Protocol.TCP, 8080);
        assertReason(check(List.of(nameless), ServiceTraits.NONE), true);
        assertReason(check(List.of(web, ServicePort.of("web", Protocol.TCP, 1)), ServiceTraits.NONE), false);
        assertReason(check(List.of(web, ServicePort.of("web", Protocol.UDP, 1)), ServiceTraits.NONE), true);
        assertReason(check(List.of(web, ServicePort.of("other", Protocol.TCP, 8080)), ServiceTraits.NONE), true);
        assertReason(check(List.of(web, ServicePort.of("other", Protocol.UDP, 8080)), ServiceTraits.NONE), true);
        assertReason(check(List.of(web, nameless), ServiceTraits.NONE), true);
        assertReason(check(List.of(nameless, ServicePort.of("other", Protocol.TCP, 1)), ServiceTraits.NONE), false);
    }

    @Test
    void portsOfASliceAreToldApartByTheirNamesAlone() {
        ServicePort api = ServicePort.of("api", Protocol.TCP, 8080);
        assertReason(checkSlice(api, ServicePort.of("admin", Protocol.TCP, 8080)), true);
        assertReason(checkSlice(api, ServicePort.of("api", Protocol.UDP, 1)), false);
        assertReason(checkSlice(api, new ServicePort("x", Protocol.TCP, 1, "a b")), false);
    }

    private static Optional<Refusal> checkSlice(ServicePort... ports) {
        return ExportValidation.check(
                GREEDY,
                new ExportItem.Slice(new EndpointSlice(ServiceName.parse("shop/web"), "a", List.of(ports), List.of())));
    }

    @ParameterizedTest
    @CsvSource({"http, true", "kubernetes.io/h2c, true", "'', true", "'a b', false", "'h2c\u009b', false"})
    void applicationProtocolsAreNames(String protocol, boolean accepted) {
        ServicePort port = new ServicePort("web", Protocol.TCP, 80, protocol);
        assertReason(check(List.of(port), ServiceTraits.NONE), accepted);
    }

    @Test
    void addressesOfASliceStandOnce() {
        assertReason(ExportValidation.check(GREEDY, Fixture.slice("shop/web", "a", "10.1.0.1", "10.1.0.2")), true);
        Optional<Refusal> twice =
                ExportValidation.check(GREEDY, Fixture.slice("shop/web", "a", "10.1.0.1", "10.1.0.2", "10.1.0.1"));
        assertReason(twice, false);
        assertThat(twice.orElseThrow().message())
                .isEqualTo("slice shop/web/a: endpoint 10.1.0.1 stands twice (expected: each address once)");
    }

    private static void assertReason(Optional<Refusal> found, boolean accepted) {
        assertThat(found.map(Refusal::reason))
                .isEqualTo(accepted ? Optional.empty() : Optional.of(Refusal.Reason.INVALID));
    }

    private static Optional<Refusal> check(List<ServicePort> ports, ServiceTraits traits) {
        return ExportValidation.check(
                GREEDY,
                new ExportItem.Service(new ServiceExport(
                        ServiceName.parse("shop/web"), ServiceType.CLUSTER_SET_IP, Fixture.NOW, ports, traits)));
    }

    private static ServiceTraits traits(Map<String, String> labels, Map<String, String> annotations) {
        return new ServiceTraits(SessionAffinity.NONE, "", "", labels, annotations);
    }
}
