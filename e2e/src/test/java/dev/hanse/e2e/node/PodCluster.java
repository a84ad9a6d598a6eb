// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.node;

import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.kubernetes.ApiClient;
import dev.hanse.e2e.kubernetes.CaseCluster;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A cluster in which pods are behind the Services of the cases, and pods ask for them: CoreDNS answers, and kube-proxy leads on.
 *
 * @param nodes its nodes
 * @param clients one on each node
 */
record PodCluster(NodeCluster nodes, List<ClientPod> clients) implements CaseCluster {

    /** A line for each page, with the family, and one more where there were less pages than tries; each is asked for by a connection of its own. */
    private static final String TRIES = """
            for family in -4 -6; do
              for scheme in http tftp; do
                mapfile -t pages < <(curl $family -s --fail --max-time 3 "$scheme://$1/[1-$0]")
                for page in "${pages[@]}"; do echo "$family $page"; done
                [ ${#pages[@]} = $0 ] || echo "$family $2"
              done
            done
            """;

    /** For pods of other cases, too, which start on the same two cores. */
    private static final Duration PODS_LIMIT = Duration.ofMinutes(2);

    PodCluster {
        clients = List.copyOf(clients);
    }

    @Override
    public String cluster() {
        return nodes.plan().name();
    }

    @Override
    public ApiClient admin() {
        return nodes.api();
    }

    @Override
    public void hello(String namespace, String spec, String targets) {
        admin().apply(NodeCluster.resource("hello.yaml").replace("NAMESPACE", namespace));
        select(namespace, spec);
        awaitPods(namespace, 1, 1);
    }

    @Override
    public void named(String namespace, String spec, String targets, int ready, int others) {
        admin().apply(NodeCluster.resource("hello-named.yaml")
                .replace("NAMESPACE", namespace)
                .replace("ALL", Integer.toString(ready + others))
                .replace("READY", Integer.toString(ready)));
        select(namespace, spec);
        awaitPods(namespace, ready + others, ready);
    }

    private void select(String namespace, String spec) {
        service(namespace, "hello", spec.replaceFirst("\\{", "{selector: {app: hello}, "));
    }

    /** Kubernetes makes their slices. */
    private void awaitPods(String namespace, int all, int ready) {
        for (boolean ipv6 : new boolean[] {false, true}) {
            eventually("pods of " + namespace + " in " + cluster(), PODS_LIMIT, () -> {
                assertThat(endpoints(namespace, ipv6)).as("all").hasSize(all);
                assertThat(backends(namespace, ipv6)).as("ready").hasSize(ready);
            });
        }
    }

    @Override
    public List<String> dig(String type, String name) {
        return ask(type, name + ".svc.clusterset.local").toList();
    }

    private Stream<String> ask(String type, String name) {
        return in(clients.getFirst(), "dig", "+short", name, type).sorted();
    }

    private Stream<String> in(ClientPod client, String... command) {
        return nodes.kubectl()
                .exec("shop", client.name(), command)
                .orFail()
                .output()
                .lines();
    }

    /** From each node. The servers say which addresses they have. */
    @Override
    public Set<String> reached(String namespace, int port, int tries) {
        String host = "hello." + namespace + ".svc.clusterset.local:" + port;
        return clients.stream()
                .flatMap(each -> in(each, "bash", "-c", TRIES, Integer.toString(tries), host, NOTHING))
                .map(PodCluster::server)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String server(String line) {
        String[] words = line.split(" ");
        return words[1].equals(NOTHING) ? NOTHING : words[1].split(",")[words[0].equals("-4") ? 0 : 1];
    }

    @Override
    public void checkOwnName(String namespace) {
        List<String> own = ownAddresses(namespace);
        String name = "hello." + namespace + ".svc.cluster.local";
        eventually(
                name + " in " + cluster(),
                LIMIT,
                () -> assertThat(Stream.of("A", "AAAA").flatMap(each -> ask(each, name)))
                        .containsExactlyInAnyOrderElementsOf(own));
        if (own.isEmpty()) {
            // Nor is an address in the answer of who cannot say.
            assertThat(in(clients.getFirst(), "dig", "+noall", "+comments", name))
                    .anyMatch(line -> line.contains("status: NXDOMAIN"));
        }
    }

    private List<String> ownAddresses(String namespace) {
        var reply = admin().call("GET", "/api/v1/namespaces/" + namespace + "/services/hello", "", "");
        return reply.status() == 404
                ? List.of()
                : reply.orFail().json().getJsonObject("spec").getJsonArray("clusterIPs").stream()
                        .map(String.class::cast)
                        .toList();
    }

    /** Its pods go while other cases run. */
    @Override
    public void ended(String namespace) {
        admin().call("DELETE", "/api/v1/namespaces/" + namespace, "", "");
    }
}
