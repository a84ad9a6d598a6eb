// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.status;

import dev.hanse.net.address.HostPort;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.node.routes.Finding;
import java.net.InetAddress;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The status document and the metrics. Stateless. */
final class StatusText {

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private StatusText() {}

    /** JSON. */
    static String document(NodeStatus status) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("node", status.node());
        document.put("version", status.version());
        document.put("ready", status.ready());
        document.put("gateways", gateways(status));
        document.put("confirmed", !status.wanted().remembered());
        document.put("podPrefixes", texts(status.wanted().pods()));
        document.put("remotePrefixes", remote(status));
        document.put("routes", status.routes().through());
        document.put("unreachableRoutes", status.routes().closed());
        document.put("dnsRedirections", redirections(status));
        document.put(
                "findings", status.findings().stream().map(StatusText::finding).toList());
        return MAPPER.writeValueAsString(document) + "\n";
    }

    private static List<Map<String, Object>> gateways(NodeStatus status) {
        return status.gateways().stream()
                .map(each -> Map.<String, Object>of(
                        "address",
                        each.address(),
                        "name",
                        each.name(),
                        "leaving",
                        each.leaving(),
                        "trouble",
                        each.trouble()))
                .map(StatusText::ordered)
                .toList();
    }

    private static Map<String, Object> ordered(Map<String, Object> fields) {
        return new TreeMap<>(fields);
    }

    private static List<Map<String, Object>> remote(NodeStatus status) {
        return status.wanted().remote().entrySet().stream()
                .sorted(Comparator.comparing(each -> each.getKey().toString()))
                .map(each -> ordered(Map.of(
                        "prefix", each.getKey().toString(),
                        "cluster", each.getValue().cluster(),
                        "gateways",
                                each.getValue().hops().stream()
                                        .map(InetAddress::getHostAddress)
                                        .sorted()
                                        .toList())))
                .toList();
    }

    private static List<Map<String, Object>> redirections(NodeStatus status) {
        return status.redirection().ways().stream()
                .map(each -> ordered(Map.of(
                        "from",
                        each.away().stream().map(HostPort::format).sorted().toList(),
                        "to",
                        HostPort.format(each.instead()))))
                .toList();
    }

    private static List<String> texts(Collection<IpPrefix> prefixes) {
        return prefixes.stream().map(IpPrefix::toString).sorted().toList();
    }

    private static Map<String, Object> finding(Finding finding) {
        return ordered(Map.of("code", finding.code(), "text", finding.text(), "remedy", finding.remedy()));
    }

    /** Prometheus' text. */
    static String metrics(NodeStatus status) {
        return gauge("hanse_node_ready", "1: all routes that are known of are there.", status.ready() ? 1 : 0)
                + gauge(
                        "hanse_node_gateways",
                        "Gateways that are looked for.",
                        status.gateways().size())
                + gauge("hanse_node_gateways_heard", "Gateways that are heard.", status.heard())
                + gauge(
                        "hanse_node_routes",
                        "Prefixes of other clusters that are routed to gateways.",
                        status.routes().through())
                + gauge(
                        "hanse_node_unreachable_routes",
                        "Prefixes of other clusters behind whose routes an unreachable one stands.",
                        status.routes().closed())
                + gauge(
                        "hanse_node_dns_redirected",
                        "Addresses of gateways whose DNS queries are led to another one.",
                        status.redirection().away().size())
                + gauge(
                        "hanse_node_findings",
                        "What keeps packets from where they go, or their source from staying.",
                        status.findings().stream().filter(Finding::warning).count());
    }

    private static String gauge(String name, String help, long value) {
        return "# HELP " + name + " " + help + "\n# TYPE " + name + " gauge\n" + name + " " + value + "\n";
    }
}
