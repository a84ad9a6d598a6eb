// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import static dev.hanse.e2e.kubernetes.ImportWriterBed.ADMIN;
import static dev.hanse.e2e.kubernetes.ImportWriterBed.EAST;
import static dev.hanse.e2e.kubernetes.ImportWriterBed.HTTP;
import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.kubernetes.write.ImportWriter;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.e2e.host.TestLab;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Protects the shipped role from verbs that nobody needs, and operators from roles that lack one: a gateway says which. */
final class WriterRoleIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final String IMPORT = "/apis/multicluster.x-k8s.io/v1beta1/namespaces/roles/serviceimports/web";

    @RegisterExtension
    static final TestLab LAB = new TestLab();

    private static KubernetesApi api;

    private int turn;

    @BeforeAll
    static void start() {
        api = KubernetesApi.start(LAB, "west");
    }

    /** The verbs of the shipped role, one by one, with the words in which a gateway misses each of them. */
    @ParameterizedTest
    @CsvSource({
        "ClusterRole, namespaces, get",
        "ClusterRole, namespaces, list",
        "ClusterRole, namespaces, watch",
        "ClusterRole, serviceimports, list",
        "ClusterRole, serviceimports, watch",
        "ClusterRole, serviceimports, create",
        "ClusterRole, serviceimports, patch",
        "ClusterRole, serviceimports, delete",
        "ClusterRole, serviceimports/status, patch",
        "ClusterRole, serviceexports, list",
        "ClusterRole, serviceexports, watch",
        "ClusterRole, serviceexports/status, patch",
        "ClusterRole, services, list",
        "ClusterRole, services, watch",
        "ClusterRole, services, create",
        "ClusterRole, services, patch",
        "ClusterRole, services, delete",
        "ClusterRole, endpointslices, list",
        "ClusterRole, endpointslices, watch",
        "ClusterRole, endpointslices, create",
        "ClusterRole, endpointslices, patch",
        "ClusterRole, endpointslices, delete",
        "ClusterRole, clusterproperties, list",
        "ClusterRole, clusterproperties, watch",
        "ClusterRole, clusterproperties, create",
        "ClusterRole, events, create",
        "Role, leases, list",
        "Role, leases, watch",
        "Role, leases, create",
        "Role, leases, update"
    })
    void eachVerbOfTheRoleIsMissed(String kind, String resource, String verb) {
        ShippedRole role = new ShippedRole(api);
        try (ImportWriterBed bed = new ImportWriterBed(api)) {
            ServiceName name = bed.namespace("roles");
            if (verb.equals("create") && resource.equals("leases")) {
                role.forgetLease();
            }
            if (resource.equals("clusterproperties")) {
                role.forgetProperties();
            }
            if (resource.equals("events")) {
                inTheWay(name);
            }
            role.without(kind, resource, verb);
            bed.exported(name);
            bed.imported(name, HTTP);
            bed.slice(name, EAST, "s", "10.1.0.1");
            ImportWriter writer = bed.writer();
            eventually(verb + " is missed", LIMIT, () -> {
                change(bed, name);
                bed.say(writer, name, turn);
                bed.publish(writer);
                List<String> told = new ArrayList<>(writer.status().refused());
                told.addAll(writer.status().troubles());
                assertThat(told)
                        .anySatisfy(line -> assertThat(line)
                                .contains("grant the verb \"" + verb + "\" on " + resource.replaceFirst("/.*", "")));
            });
        } finally {
            api.admin().call("DELETE", IMPORT, "", "");
            role.restore();
        }
    }

    /** So that there is something to tell: an import that is not Hanse's. */
    private static void inTheWay(ServiceName name) {
        api.admin().call("DELETE", IMPORT, "", "");
        api.admin().apply("""
                apiVersion: multicluster.x-k8s.io/v1beta1
                kind: ServiceImport
                metadata: {name: %s, namespace: %s}
                spec: {type: ClusterSetIP, ports: []}
                """.formatted(name.name(), name.namespace()));
    }

    /** So that each verb is needed again and again: made, changed, deleted. */
    private void change(ImportWriterBed bed, ServiceName name) {
        turn++;
        switch (turn / 3 % 3) {
            case 0 -> bed.imported(name, HTTP);
            case 1 -> bed.imported(name, HTTP, ADMIN);
            default -> bed.clear();
        }
        if (turn / 3 % 3 < 2) {
            bed.slice(name, EAST, "s", "10.1.0." + turn % 200);
        }
    }
}
