// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import static dev.hanse.discovery.kubernetes.write.Imports.WEB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.model.Protocol;
import dev.hanse.discovery.model.ServiceAddress;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.model.SharedMap;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Protects the addresses that names lead to: those of Services that are ours, all of them together, and none that only might have gone. */
final class DerivedAddressesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ServicePort HTTP = ServicePort.of("http", Protocol.TCP, 80);

    private final List<SharedMap<ServiceName, ServiceAddress>> told = new ArrayList<>();
    private final SeenObjects objects = new SeenObjects(_ -> {});

    @BeforeEach
    void listen() {
        objects.onAddresses(told::add);
    }

    private static FoundObject imported(String uid) {
        return FoundObject.of(ObjectKind.SERVICE_IMPORT, read("""
                {"metadata": {"name": "web", "namespace": "shop", "uid": "%s", "resourceVersion": "1",
                  "labels": {"hanse.dev/written-by": "gateway.hanse.dev"},
                  "annotations": {"multicluster.kubernetes.io/derived-service": "derived-isrlchlhrq"}}}
                """.formatted(uid)));
    }

    private static FoundObject service(String uid, String owner, String label, String version, String... ips) {
        return FoundObject.of(
                ObjectKind.SERVICE, read("""
                {"metadata": {"name": "derived-isrlchlhrq", "namespace": "shop", "uid": "%s", "resourceVersion": "%s",
                  "labels": {"hanse.dev/written-by": "%s", "multicluster.kubernetes.io/service-name": "web"},
                  "ownerReferences": [{"kind": "ServiceImport", "name": "web", "uid": "%s"}]},
                 "spec": {"type": "ClusterIP", "clusterIPs": %s, "ports": [{"name": "http", "port": 80, "protocol": "TCP"}]}}
                """.formatted(uid, version, label, owner, JSON.valueToTree(List.of(ips)))));
    }

    private static FoundObject derived(String... ips) {
        return service("s", "i", StandardKeys.GATEWAY, "2", ips);
    }

    private static JsonNode read(String json) {
        return JSON.readTree(json);
    }

    private void list(FoundObject... found) {
        for (ObjectKind kind : ObjectKind.values()) {
            objects.replace(
                    kind,
                    List.of(found).stream()
                            .filter(each -> each.key().kind() == kind)
                            .toList());
        }
    }

    private static ServiceAddress at(String... ips) {
        return new ServiceAddress(
                List.of(ips).stream().map(InetAddress::ofLiteral).toList(), List.of(HTTP));
    }

    @Test
    void nothingIsToldBeforeBothKindsWereRead() {
        objects.replace(ObjectKind.SERVICE, List.of(derived("10.96.0.5")));
        objects.replace(ObjectKind.ENDPOINT_SLICE, List.of());
        assertThat(told).isEmpty();

        objects.replace(ObjectKind.SERVICE_IMPORT, List.of(imported("i")));
        assertThat(told).hasSize(1);
        assertThat(told.getLast()).containsOnly(Map.entry(WEB, at("10.96.0.5")));
    }

    @Test
    void thatThereIsNoneIsToldToo() {
        list();

        assertThat(told).containsExactly(SharedMap.empty());
    }

    @Test
    void bothFamiliesAndThePortsOfTheServiceAreTold() {
        list(imported("i"), derived("10.96.0.5", "fd00:96::5"));

        assertThat(told.getLast().get(WEB)).isEqualTo(at("10.96.0.5", "fd00:96::5"));
    }

    @Test
    void aServiceOfTheNameThatIsNotOursHasNoAddressForClients() {
        list(imported("i"), service("s", "i", "somebody", "2", "10.96.0.6"));
        assertThat(told.getLast()).isEmpty();

        objects.put(service("s", "another import of the name", StandardKeys.GATEWAY, "3", "10.96.0.6"));
        assertThat(told.getLast()).isEmpty();

        objects.put(service("s", "i", StandardKeys.GATEWAY, "4", "10.96.0.6"));
        assertThat(told.getLast().get(WEB)).isEqualTo(at("10.96.0.6"));
        objects.put(service("s", "i", "somebody", "5", "10.96.0.6"));
        assertThat(told.getLast()).isEmpty();
    }

    @Test
    void aChangeIsToldOnceAndNeverAsGoneMeanwhile() {
        list(imported("i"), derived("10.96.0.5"));
        told.clear();
        objects.put(service("s", "i", StandardKeys.GATEWAY, "3", "10.96.0.5", "fd00:96::5"));
        assertThat(told).hasSize(1);
        assertThat(told.getLast().get(WEB)).isEqualTo(at("10.96.0.5", "fd00:96::5"));

        objects.replace(
                ObjectKind.SERVICE, List.of(service("s", "i", StandardKeys.GATEWAY, "4", "10.96.0.5", "fd00:96::5")));
        assertThat(told).as("only its version is another one").hasSize(1);
    }

    @Test
    void theAddressGoesWithTheObject() {
        list(imported("i"), derived("10.96.0.5"));
        objects.remove(derived("10.96.0.5").key());
        assertThat(told.getLast()).isEmpty();

        objects.put(service("other", "i", StandardKeys.GATEWAY, "9", "10.96.0.9"));
        assertThat(told.getLast().get(WEB)).isEqualTo(at("10.96.0.9"));
        objects.remove(imported("i").key());
        assertThat(told.getLast()).isEmpty();
    }

    @Test
    void headlessAndNotAllocatedServicesHaveNone() {
        list(imported("i"), derived("None"));
        assertThat(told.getLast()).isEmpty();
        objects.put(service("s", "i", StandardKeys.GATEWAY, "3"));
        assertThat(told.getLast()).isEmpty();
    }
}
