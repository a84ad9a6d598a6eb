// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exports;

import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.KubernetesPorts;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServicePort;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
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
                        ofService(export.ports()))
                .flatMap(Optional::stream)
                .findFirst()
                .map(wrong -> "service " + export.name() + ": " + wrong);
    }

    static Optional<String> check(EndpointSlice slice) {
        return ofEndpoints(slice.ports())
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

    /** What one Service may not have together is told apart when it is written ({@link KubernetesPorts}); nobody can tell apart what clients ask for by one name. */
    private static Optional<String> ofService(List<ServicePort> ports) {
        return nameless(KubernetesPorts.of(ports).service())
                .or(() -> twice(ports, ServicePort::portName, "each name and protocol once"))
                .or(() -> appProtocols(ports));
    }

    /** Numbers may be the same, as where two ports of a Service lead to one of a pod. */
    private static Optional<String> ofEndpoints(List<ServicePort> ports) {
        return twice(ports, ServicePort::name, "each name once").or(() -> appProtocols(ports));
    }

    private static Optional<String> nameless(List<ServicePort> ports) {
        return ports.stream()
                .filter(port -> port.name().isEmpty() && ports.size() > 1)
                .findFirst()
                .map(port -> port.number() + " has no name (expected: a name for each of several ports)");
    }

    private static Optional<String> twice(List<ServicePort> ports, Function<ServicePort, Object> by, String expected) {
        Set<Object> seen = new HashSet<>();
        return ports.stream()
                .filter(port -> !seen.add(by.apply(port)))
                .findFirst()
                .map(port ->
                        "port " + port.name() + " " + port.number() + " stands twice (expected: " + expected + ")");
    }

    private static Optional<String> appProtocols(List<ServicePort> ports) {
        return ports.stream()
                .map(ServicePort::appProtocol)
                .filter(each -> !each.isEmpty() && !isQualifiedName(each))
                .findFirst()
                .map(each ->
                        "app_protocol \"" + each + "\" (expected: a name, or prefix/name, as in a Kubernetes Service)");
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
