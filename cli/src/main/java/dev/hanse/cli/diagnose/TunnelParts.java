// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.diagnose;

import dev.hanse.gateway.checks.Finding;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Whether a gateway's tunnel reaches the other clusters, and what its host does to packets. */
final class TunnelParts {

    private static final String REACH =
            "check that UDP packets to the tunnel's port arrive at both gateways (firewalls, security groups), and 'hanse connections'";

    private TunnelParts() {}

    static Stream<Diagnosis> look(JsonNode status) {
        JsonNode tunnel = status.path("tunnel");
        return tunnel.isObject()
                ? Stream.of(Stream.of(device(tunnel)), clusters(status), gateways(status), host(status))
                        .flatMap(each -> each)
                : Stream.of(Diagnosis.skipped(
                        "tunnel",
                        "no tunnel is configured",
                        "pods of other clusters are reached by other means, or not"));
    }

    private static Diagnosis device(JsonNode tunnel) {
        return Diagnosis.ok(
                "tunnel",
                tunnel.path("device").asString(""),
                "listens on " + tunnel.path("listen").asString("") + ", MTU "
                        + tunnel.path("mtu").asInt(0));
    }

    private static Stream<Diagnosis> clusters(JsonNode status) {
        return unreachable(status).stream()
                .map(each -> Diagnosis.failed("path", each, "no gateway of this cluster is reached", REACH));
    }

    private static Set<String> unreachable(JsonNode status) {
        return status.path("view")
                .path("unreachableClusters")
                .valueStream()
                .map(each -> each.asString(""))
                .collect(Collectors.toSet());
    }

    /** Those of clusters that are reached by another one. */
    private static Stream<Diagnosis> gateways(JsonNode status) {
        Set<String> unreachable = unreachable(status);
        return status.path("paths")
                .valueStream()
                .filter(each -> !unreachable.contains(each.path("cluster").asString("")))
                .map(TunnelParts::path);
    }

    private static Diagnosis path(JsonNode path) {
        String name =
                path.path("cluster").asString("") + "/" + path.path("gateway").asString("");
        String since = path.path("since").asString("");
        return path.path("up").asBoolean(false)
                ? Diagnosis.ok(
                        "path",
                        name,
                        "up since " + since + ", "
                                + path.path("roundTripMicros").asLong(0) + " µs")
                : Diagnosis.warning(
                        "path",
                        name,
                        "down since " + since + "; other gateways of this cluster carry its traffic",
                        REACH);
    }

    private static Stream<Diagnosis> host(JsonNode status) {
        List<Diagnosis> found = status.path("hostFindings")
                .valueStream()
                .map(TunnelParts::finding)
                .toList();
        return found.isEmpty()
                ? Stream.of(Diagnosis.ok("host", "", "nothing on it is known to lose packets"))
                : found.stream();
    }

    private static Diagnosis finding(JsonNode finding) {
        String code = finding.path("code").asString("");
        String text = finding.path("text").asString("");
        String remedy = finding.path("remedy").asString("");
        return isWarning(code)
                ? Diagnosis.warning("host", code, text, remedy)
                : Diagnosis.failed("host", code, text, remedy);
    }

    /** What a newer gateway finds may be anything. */
    private static boolean isWarning(String code) {
        return Stream.of(Finding.Code.values()).anyMatch(each -> each.name().equals(code) && !each.isWarning());
    }
}
