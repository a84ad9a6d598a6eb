// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.node;

import dev.hanse.net.testing.Eventually;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What can be seen of an installation, on nodes and in the API: all that may differ for other reasons is left out, such as pods' links and kube-proxy's rules, and what stays by design: definitions and exports.
 *
 * @param hosts lines by name of node: links, routes, rules, tables, folders
 * @param objects lines by name of cluster: each object, and how names are resolved
 */
record NodeTraces(Map<String, List<String>> hosts, Map<String, List<String>> objects) {

    private static final String HOST = """
            ip -o link | cut -d: -f2
            for family in -4 -6; do ip $family route show table all; ip $family rule; done
            nft list tables | grep -v kube-proxy | grep -vE '^table ip6? (nat|filter|mangle|raw)$'
            { iptables-save; ip6tables-save; } | grep -i hanse
            find /etc/hanse /run/hanse* /var/lib/hanse -mindepth 1 2> /dev/null
            true
            """;

    private static final Pattern OTHERS = Pattern.compile("cni0|veth|fe80::|ff00::|multicast");

    private static final String COLUMNS = "custom-columns=KIND:.kind,NAMESPACE:.metadata.namespace,NAME:.metadata.name";

    private static final Pattern STAYS =
            Pattern.compile("(CustomResourceDefinition|APIService) .*(multicluster\\.x-k8s\\.io|about\\.k8s\\.io)");

    NodeTraces {
        hosts = Map.copyOf(hosts);
        objects = Map.copyOf(objects);
    }

    /** What there is now, on these nodes. */
    static NodeTraces of(NodeBed bed, Stream<ClusterNode> nodes) {
        Map<String, List<String>> hosts = new HashMap<>();
        nodes.forEach(each -> hosts.put(each.name(), host(each)));
        Map<String, List<String>> objects = new HashMap<>();
        bed.both().forEach(each -> objects.put(each.plan().name(), objects(each.kubectl())));
        return new NodeTraces(hosts, objects);
    }

    /** The same of these nodes alone. */
    NodeTraces only(List<ClusterNode> nodes, List<ClusterNode> gone) {
        Map<String, List<String>> some = new HashMap<>(hosts);
        some.keySet().retainAll(nodes.stream().map(ClusterNode::name).toList());
        Map<String, List<String>> all = new HashMap<>();
        objects.forEach((cluster, lines) -> all.put(
                cluster,
                lines.stream()
                        .filter(line -> gone.stream().noneMatch(each -> line.endsWith(each.name())))
                        .toList()));
        return new NodeTraces(some, all);
    }

    private static List<String> host(ClusterNode node) {
        return node.node()
                .run(Eventually.LIMIT, "sh", "-c", HOST)
                .orFail()
                .output()
                .lines()
                .map(String::strip)
                .filter(line -> !OTHERS.matcher(line).find())
                .sorted()
                .toList();
    }

    private static List<String> objects(Kubectl kubectl) {
        String kinds = String.join(
                ",",
                kubectl.get("api-resources", "--verbs=list", "-o", "name")
                        .lines()
                        .filter(each -> !each.startsWith("events") && !each.startsWith("componentstatuses"))
                        .toList());
        Stream<String> all = kubectl.get("get", kinds, "-A", "--no-headers", "--ignore-not-found", "-o", COLUMNS)
                .lines()
                .map(line -> line.replaceAll(" +", " ").strip())
                .filter(line -> !STAYS.matcher(line).find());
        String corefile = kubectl.get("-n", "kube-system", "get", "configmap", "coredns", "-o", "jsonpath={.data}");
        return Stream.concat(all, Stream.of(corefile)).sorted().toList();
    }
}
