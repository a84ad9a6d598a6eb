// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.federation.Federation;
import dev.hanse.e2e.federation.GatewayFolder;
import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.e2e.host.TestProcess;
import dev.hanse.net.testing.Eventually;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Protects what a service owner writes in one cluster's API, by the shipped role alone, on its way to the DNS of another cluster. */
final class KubernetesSourceIT {

    private static final Duration LIMIT = Eventually.LIMIT;
    private static final String WEB = "web.shop.svc.clusterset.local";

    private static final String SERVICE = """
            apiVersion: v1
            kind: Service
            metadata: {name: %s, namespace: shop}
            spec: {ports: [{name: http, port: 80, targetPort: 8080}]}
            ---
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata: {name: %s-1, namespace: shop, labels: {kubernetes.io/service-name: %s}}
            addressType: IPv4
            ports: [{name: http, port: 8080}]
            endpoints: [{addresses: ["%s"], conditions: {ready: %b}}]
            """;

    private static final String EXPORT = """
            apiVersion: multicluster.x-k8s.io/v1beta1
            kind: ServiceExport
            metadata: {name: %s, namespace: shop}
            """;

    @RegisterExtension
    final TestLab lab = new TestLab();

    @Test
    void exportsFollowTheApiAndOutliveItsRestart() throws IOException {
        KubernetesApi api = KubernetesApi.start(lab, "east");
        Federation federation = Federation.start(lab);
        api.host().attach(federation.network(), "192.0.2.3/24");
        api.admin().apply("{apiVersion: v1, kind: Namespace, metadata: {name: shop}}");
        service(api, "web", "10.1.0.10", true);
        TestProcess east = gateway(
                federation,
                api.host(),
                "east",
                "10.1.0.0/16",
                "sources: {kubernetes: {kubeconfig: \"" + api.hanseKubeconfig() + "\"}}\n");
        gateway(federation, federation.gatewayHost(), "west", "10.2.0.0/16", "");

        assertThat(addresses(federation)).as("nobody exported it").isEmpty();
        api.admin().apply(EXPORT.formatted("web"));
        awaitAddresses(federation, "10.1.0.10");
        assertThat(dig(federation, "SRV", "_http._tcp." + WEB)).contains(" 8080 ");
        assertThat(federation.operator("service", "list").output()).contains("shop/web");

        service(api, "web", "10.1.0.11", true);
        awaitAddresses(federation, "10.1.0.11");

        assertThat(api.forbidden()).as("requests that the role does not allow").isEmpty();

        api.kill();
        eventually(
                "the source is stale",
                LIMIT,
                () -> assertThat(east.logText()).contains("source kubernetes: cannot be read"));
        assertThat(addresses(federation)).isEqualTo("10.1.0.11");
        api.start();
        // A server that has not read its roles yet refuses everybody; from here on it is ready.
        int refusedWhileStarting = api.forbidden().size();
        service(api, "late", "10.1.0.12", true);
        api.admin().apply(EXPORT.formatted("late"));
        eventually(
                "the new one is exported",
                LIMIT,
                () -> assertThat(federation.operator("service", "list").output())
                        .contains("shop/late", "shop/web"));
        assertThat(addresses(federation)).isEqualTo("10.1.0.11");

        api.admin().delete(EXPORT.formatted("web"));
        awaitAddresses(federation, "");
        assertThat(api.forbidden()).as("requests that the role does not allow").hasSize(refusedWhileStarting);
    }

    private static void service(KubernetesApi api, String name, String address, boolean ready) {
        api.admin().apply(SERVICE.formatted(name, name, name, address, ready));
    }

    private TestProcess gateway(Federation federation, TestHost host, String cluster, String prefix, String sources)
            throws IOException {
        return GatewayFolder.write(
                        lab, host, "gateway-" + cluster, cluster, prefix, "127.0.0.1:5353", "127.0.0.1:9481", sources)
                .withToken(federation.token(cluster))
                .startReady();
    }

    private static void awaitAddresses(Federation federation, String expected) {
        eventually(
                WEB + " is \"" + expected + "\"",
                LIMIT,
                () -> assertThat(addresses(federation)).isEqualTo(expected));
    }

    private static String addresses(Federation federation) {
        return dig(federation, "A", WEB);
    }

    private static String dig(Federation federation, String type, String name) {
        return federation
                .gatewayHost()
                .run("dig", "+short", "+tries=1", "-p", "5353", "@127.0.0.1", name, type)
                .orFail()
                .output()
                .strip();
    }
}
