// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exports;

import dev.hanse.controlplane.model.ClusterMember;
import dev.hanse.controlplane.model.ExportItem;
import dev.hanse.controlplane.model.Refusal;
import dev.hanse.discovery.model.DnsLabel;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.net.address.ForbiddenAddresses;
import dev.hanse.net.address.PrefixSet;
import dev.hanse.net.text.Utf8;
import java.util.Map;
import java.util.Optional;

/** Decides whether an item may be exported by a cluster. A member is not trusted: what it says of others is refused. */
final class ExportValidation {

    /**
     * Raised when something is accepted that was refused before, or the reverse: what stands accepted then has to be looked
     * at again.
     */
    static final int RULES = 4;

    /** RFC 1035 section 2.3.4, as text without the last dot. */
    private static final int MAX_DNS_NAME = 253;

    /** Below this stand the names of services where a gateway has the default zone; with a longer one, a name may become too long. */
    private static final String SERVICES_OF_DEFAULT_ZONE = "svc.clusterset.local";

    private static final int MAX_ANNOTATION_OCTETS = 16 * 1024;

    private ExportValidation() {}

    static Optional<Refusal> check(ClusterMember cluster, ExportItem item) {
        return switch (item) {
            case ExportItem.Service(var export, var _) ->
                KubernetesRules.check(export).map(ExportValidation::invalid).or(() -> checkService(export));
            case ExportItem.Slice(var slice, var _) ->
                KubernetesRules.check(slice).map(ExportValidation::invalid).or(() -> checkSlice(cluster, slice));
        };
    }

    private static Optional<Refusal> checkService(ServiceExport export) {
        if (octets(export.traits().labels()) > MAX_ANNOTATION_OCTETS
                || octets(export.traits().annotations()) > MAX_ANNOTATION_OCTETS) {
            return refuse(
                    Refusal.Reason.INVALID,
                    "service " + export.name() + ": exported labels or annotations above 16 KiB (expected: less)");
        }
        // A port name becomes a label of SRV names, behind an underscore.
        return export.ports().stream()
                .filter(port -> port.name().length() >= DnsLabel.MAX_OCTETS)
                .findFirst()
                .flatMap(port -> refuse(
                        Refusal.Reason.NAME_TOO_LONG,
                        "service " + export.name() + ", port name " + port.name() + ": "
                                + port.name().length()
                                + " octets (expected: at most 62, since DNS puts an underscore before it)"));
    }

    private static Optional<Refusal> checkSlice(ClusterMember cluster, EndpointSlice slice) {
        PrefixSet own = new PrefixSet(cluster.podPrefixes());
        for (Endpoint endpoint : slice.endpoints()) {
            Optional<Refusal> refusal = checkEndpoint(cluster, own, slice, endpoint);
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }

    private static Optional<Refusal> checkEndpoint(
            ClusterMember cluster, PrefixSet own, EndpointSlice slice, Endpoint endpoint) {
        if (!ForbiddenAddresses.isHost(endpoint.address())) {
            return refuse(
                    Refusal.Reason.FORBIDDEN_ADDRESS,
                    "endpoint " + text(endpoint)
                            + " (expected: a unicast address that is not loopback, link-local, reserved,"
                            + " a metadata service or IPv4 in IPv6)");
        }
        if (!own.contains(endpoint.address())) {
            return refuse(
                    Refusal.Reason.FOREIGN_PREFIX,
                    "endpoint " + text(endpoint) + " (expected: an address in a pod prefix of cluster " + cluster.id()
                            + ": " + cluster.podPrefixes() + ")");
        }
        return checkName(cluster, slice.service(), endpoint);
    }

    private static String text(Endpoint endpoint) {
        return endpoint.address().getHostAddress();
    }

    private static Optional<Refusal> checkName(ClusterMember cluster, ServiceName service, Endpoint endpoint) {
        int host = endpoint.hostname().isEmpty()
                ? text(endpoint).length()
                : endpoint.hostname().length();
        int octets = host
                + cluster.id().value().length()
                + service.name().length()
                + service.namespace().length()
                + SERVICES_OF_DEFAULT_ZONE.length()
                + 4;
        return octets <= MAX_DNS_NAME
                ? Optional.empty()
                : refuse(
                        Refusal.Reason.NAME_TOO_LONG,
                        "name of endpoint " + text(endpoint) + " in DNS: " + octets + " octets (expected: at most "
                                + MAX_DNS_NAME + "; shorten hostname, service or namespace)");
    }

    private static int octets(Map<String, String> map) {
        return map.entrySet().stream()
                .mapToInt(entry -> Utf8.octets(entry.getKey()) + Utf8.octets(entry.getValue()))
                .sum();
    }

    private static Refusal invalid(String message) {
        return new Refusal(Refusal.Reason.INVALID, message);
    }

    private static Optional<Refusal> refuse(Refusal.Reason reason, String message) {
        return Optional.of(new Refusal(reason, message));
    }
}
