// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exports;

import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServicePort;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a Kubernetes API server would refuse of a service and its slices, since importing clusters write both into one:
 * names by RFC 1035, labels, words of policies, ports and addresses that stand twice. Pure; each check gives the value and
 * the expectation, or nothing.
 */
final class KubernetesRules {

    private static final int MAX_NAME = 63;
    private static final int MAX_PREFIX = 253;
    /** Of a label's key behind its prefix, and of its value. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?");

    private static final Pattern PREFIX = Pattern.compile("[a-z0-9]([-a-z0-9.]*[a-z0-9])?");
    private static final Set<String> INTERNAL_TRAFFIC = Set.of("", "Cluster", "Local");
    private static final Set<String> DISTRIBUTION = Set.of("", "PreferClose", "PreferSameZone", "PreferSameNode");

    private KubernetesRules() {}

    static Optional<String> check(ServiceExport export) {
        return Stream.of(
                        name(export),
                        word("internal_traffic_policy", export.traits().internalTrafficPolicy(), INTERNAL_TRAFFIC),
                        word("traffic_distribution", export.traits().trafficDistribution(), DISTRIBUTION),
                        labels(export.traits().labels()),
                        ports(export.ports()))
                .flatMap(Optional::stream)
                .findFirst()
                .map(wrong -> "service " + export.name() + ": " + wrong);
    }

    static Optional<String> check(EndpointSlice slice) {
        return ports(slice.ports())
                .or(() -> addresses(slice.endpoints()))
                .map(wrong -> "slice " + slice.service() + "/" + slice.name() + ": " + wrong);
    }

    private static Optional<String> name(ServiceExport export) {
        char first = export.name().name().charAt(0);
        return first >= 'a' && first <= 'z'
                ? Optional.empty()
                : Optional.of("its name begins with '" + first + "' (expected: a letter, as RFC 1035)");
    }

    private static Optional<String> word(String field, String word, Set<String> known) {
        return known.contains(word)
                ? Optional.empty()
                : Optional.of(field + " \"" + word + "\" (expected: "
                        + String.join(
                                ", ",
                                known.stream()
                                        .filter(each -> !each.isEmpty())
                                        .sorted()
                                        .toList())
                        + ", or nothing)");
    }

    private static Optional<String> labels(Map<String, String> labels) {
        return labels.entrySet().stream()
                .filter(label -> !isQualifiedName(label.getKey()) || !isValue(label.getValue()))
                .findFirst()
                .map(label -> "label \"" + label.getKey() + "\" = \"" + label.getValue()
                        + "\" (expected: key and value as of a Kubernetes label)");
    }

    private static boolean isQualifiedName(String key) {
        int slash = key.indexOf('/');
        String prefix = slash < 0 ? "" : key.substring(0, slash);
        String name = key.substring(slash + 1);
        boolean prefixed = slash < 0
                || (prefix.length() <= MAX_PREFIX && PREFIX.matcher(prefix).matches());
        return prefixed && name.length() <= MAX_NAME && NAME.matcher(name).matches();
    }

    private static boolean isValue(String value) {
        return value.isEmpty()
                || (value.length() <= MAX_NAME && NAME.matcher(value).matches());
    }

    private static Optional<String> ports(List<ServicePort> ports) {
        Set<Object> seen = new HashSet<>();
        for (ServicePort port : ports) {
            if (port.name().isEmpty() && ports.size() > 1) {
                return Optional.of(text(port) + " has no name (expected: a name for each of several ports)");
            }
            if (!seen.add(port.name()) || !seen.add(text(port))) {
                return Optional.of("port " + port.name() + " " + text(port)
                        + " stands twice (expected: each name, and each protocol and number, once)");
            }
            if (!port.appProtocol().isEmpty() && !isQualifiedName(port.appProtocol())) {
                return Optional.of("app_protocol \"" + port.appProtocol()
                        + "\" (expected: a name, or prefix/name, as in a Kubernetes Service)");
            }
        }
        return Optional.empty();
    }

    private static String text(ServicePort port) {
        return port.port() + "/" + port.protocol();
    }

    private static Optional<String> addresses(List<Endpoint> endpoints) {
        Set<InetAddress> seen = new HashSet<>();
        return endpoints.stream()
                .map(Endpoint::address)
                .filter(address -> !seen.add(address))
                .findFirst()
                .map(address -> "endpoint " + address.getHostAddress() + " stands twice (expected: each address once)");
    }
}
