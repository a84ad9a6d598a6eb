// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Exports that change all the time, and a gateway that is killed in the middle of writing them, at moments that a seed says. */
final class KillsAmongChanges {

    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final int SERVICES = 30;

    /** These change, and never go: their Services keep their addresses. */
    private static final int LASTING = 8;

    private final WestGateways west;
    private final WrittenObjects written;
    private final WestGateways.Member gateway;
    private final Random random;
    private int address;

    KillsAmongChanges(WestGateways west, WrittenObjects written, WestGateways.Member gateway, long seed) {
        this.west = west;
        this.written = written;
        this.gateway = gateway;
        this.random = new Random(seed);
    }

    void run(int kills, int changes) throws InterruptedException {
        west.api().admin().apply("{apiVersion: v1, kind: Namespace, metadata: {name: killed}}");
        for (int i = 0; i < SERVICES; i++) {
            west.exports().put(name(i), next());
        }
        west.exports().write();
        awaitExactlyTheRightSet();
        Map<String, String> lasting = lasting();
        Map<String, String> steady = written.versions("steady");

        Set<Integer> moments = new TreeSet<>();
        while (moments.size() < kills) {
            moments.add(random.nextInt(changes));
        }
        for (int change = 0; change < changes; change++) {
            change();
            Thread.sleep(random.nextInt(40));
            if (moments.contains(change)) {
                gateway.kill();
                for (int i = 0; i < 5; i++) {
                    change();
                }
                gateway.start();
            }
        }
        awaitExactlyTheRightSet();
        assertThat(lasting())
                .as("Services that never went, with their addresses")
                .isEqualTo(lasting);
        assertThat(written.versions("steady")).as("what nobody changed").isEqualTo(steady);
        for (int i = 0; i < SERVICES; i++) {
            west.exports().remove(name(i));
        }
        west.exports().write();
        eventually(
                "all has gone",
                LIMIT,
                () -> assertThat(written.versions("killed")).isEmpty());
    }

    private void change() {
        int service = random.nextInt(SERVICES);
        boolean there = west.exports().all().containsKey(name(service));
        if (there && service >= LASTING && random.nextInt(2) == 0) {
            west.exports().remove(name(service));
        } else {
            west.exports().put(name(service), next());
        }
        west.exports().write();
    }

    private String name(int service) {
        return "killed/s" + service;
    }

    private String next() {
        address++;
        return "10.1." + (8 + address / 250) + "." + (1 + address % 250);
    }

    /** An import, a Service and a slice of each export, no more; endpoints as they were exported last. */
    private void awaitExactlyTheRightSet() {
        eventually("exactly the right set", LIMIT, () -> {
            Set<String> names = new HashSet<>();
            Set<String> endpoints = new HashSet<>();
            west.exports().all().forEach((name, addresses) -> {
                if (name.startsWith("killed/")) {
                    names.add(name.substring("killed/".length()));
                    endpoints.add(addresses.getFirst() + " true true");
                }
            });
            List<String> imports =
                    written.items("/apis/multicluster.x-k8s.io/v1beta1/namespaces/killed/serviceimports").stream()
                            .map(WrittenObjects::name)
                            .toList();
            assertThat(imports).containsExactlyInAnyOrderElementsOf(names);
            assertThat(written.endpoints("killed")).containsExactlyInAnyOrderElementsOf(endpoints);
            assertThat(written.versions("killed")).hasSize(3 * names.size());
        });
    }

    private Map<String, String> lasting() {
        Map<String, String> all = new TreeMap<>();
        written.items("/api/v1/namespaces/killed/services").forEach(each -> {
            String of = each.getJsonObject("metadata")
                    .getJsonObject("labels")
                    .getString("multicluster.kubernetes.io/service-name");
            if (Integer.parseInt(of.substring(1)) < LASTING) {
                all.put(of, WrittenObjects.uid(each) + WrittenObjects.ips(each).encode());
            }
        });
        return all;
    }
}
