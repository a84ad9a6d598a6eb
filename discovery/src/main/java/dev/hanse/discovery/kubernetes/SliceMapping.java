// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import dev.hanse.discovery.AddressLabel;
import dev.hanse.discovery.SliceName;
import dev.hanse.discovery.StableSlices;
import dev.hanse.discovery.kubernetes.KeptSlice.KeptEndpoint;
import dev.hanse.discovery.model.DnsLabel;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.net.address.AddressOrder;
import dev.hanse.net.address.IpLiteral;
import dev.hanse.net.text.VisibleText;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Puts the endpoints of one service together. Kubernetes moves them between slices as it likes; here they are sorted by the numbers on which they listen, and then by
 * address, so that one that changes changes one slice.
 */
final class SliceMapping {

    private static final int MAX_ENDPOINTS = 10_000;

    private final ServiceName service;
    private final List<ServicePort> ports;
    private final KeptService kept;
    private final Predicate<InetAddress> reachable;
    private final List<String> complaints;
    private final Map<List<ServicePort>, Map<InetAddress, Endpoint>> byPorts = new LinkedHashMap<>();
    private int count;
    private int leftOut;
    private String firstLeftOut = "";

    /**
     * @param ports of the service
     * @param kept the service as Kubernetes has it
     * @param complaints get what is left out
     */
    SliceMapping(
            ServiceName service,
            List<ServicePort> ports,
            KeptService kept,
            Predicate<InetAddress> reachable,
            List<String> complaints) {
        this.service = service;
        this.ports = ports;
        this.kept = kept;
        this.reachable = reachable;
        this.complaints = complaints;
    }

    /** @param found in a stable order: of two slices that have an address, the first names it */
    List<EndpointSlice> of(List<KeptSlice> found) {
        found.forEach(this::add);
        if (leftOut > 0) {
            complaints.add("lacks endpoints: " + leftOut + "; the first: " + firstLeftOut);
        }
        List<EndpointSlice> slices = new ArrayList<>();
        byPorts.forEach((own, endpoints) -> StableSlices.of(service, nameOf(own), own, endpoints.values()).stream()
                .map(this::stated)
                .forEach(slices::add));
        return slices;
    }

    /** Without ports a slice would mean those of the service. */
    private EndpointSlice stated(EndpointSlice slice) {
        return slice.ports().isEmpty() && !ports.isEmpty()
                ? EndpointSlice.portless(service, slice.name(), slice.endpoints())
                : slice;
    }

    private void add(KeptSlice slice) {
        List<ServicePort> own = listening(slice.ports());
        for (KeptEndpoint endpoint : slice.endpoints()) {
            if (own.isEmpty() && !ports.isEmpty() && !kept.headless()) {
                leaveOut(endpoint, "its slice " + slice.name().name() + " has none of the service's ports");
            } else {
                add(endpoint, own);
            }
        }
    }

    /** The service's ports, under the numbers of this slice. A port without a number is of no use to anybody, as kube-proxy sees it. */
    private List<ServicePort> listening(List<KeptPort> numbers) {
        return ports.stream()
                .flatMap(port -> numbers.stream()
                        .filter(number -> number.port() > 0
                                && number.name().equals(port.name())
                                && number.protocol().equals(port.protocol().name()))
                        .limit(1)
                        .map(number -> port.listeningOn(number.port())))
                .toList();
    }

    private void add(KeptEndpoint endpoint, List<ServicePort> own) {
        Optional<InetAddress> address = address(endpoint);
        if (address.isEmpty()) {
            return;
        }
        boolean ready = kept.publishesAll() || (endpoint.ready() && !endpoint.terminating());
        Endpoint mapped =
                new Endpoint(address.get(), hostname(endpoint), ready, endpoint.serving(), endpoint.terminating(), 1);
        int before = sizeOf(own);
        byPorts.computeIfAbsent(own, _ -> new TreeMap<>(AddressOrder.BY_OCTETS))
                .merge(address.get(), mapped, SliceMapping::together);
        count += sizeOf(own) - before;
    }

    private int sizeOf(List<ServicePort> own) {
        return byPorts.getOrDefault(own, Map.of()).size();
    }

    private Optional<InetAddress> address(KeptEndpoint endpoint) {
        if (count >= MAX_ENDPOINTS) {
            leaveOut(endpoint, "more than " + MAX_ENDPOINTS + " in a service");
            return Optional.empty();
        }
        try {
            InetAddress address = IpLiteral.parse(endpoint.address());
            if (reachable.test(address)) {
                return Optional.of(address);
            }
            leaveOut(
                    endpoint,
                    "not in the gateway's pod-prefixes, as of a pod in the network of its host, or no host's address");
        } catch (IllegalArgumentException _) {
            leaveOut(endpoint, "no IP address");
        }
        return Optional.empty();
    }

    private void leaveOut(KeptEndpoint endpoint, String why) {
        if (leftOut++ == 0) {
            firstLeftOut = VisibleText.of(endpoint.address()) + ": " + why;
        }
    }

    /** A name that reads as an address would be that of another endpoint in DNS. */
    private static String hostname(KeptEndpoint endpoint) {
        String hostname = endpoint.hostname();
        return DnsLabel.isValid(hostname) && !AddressLabel.isOne(hostname) ? hostname : "";
    }

    /** While an endpoint moves it stands in two slices; it answers if either says so. */
    private static Endpoint together(Endpoint first, Endpoint second) {
        String hostname = first.hostname().isEmpty() ? second.hostname() : first.hostname();
        return new Endpoint(
                first.address(),
                hostname,
                first.ready() || second.ready(),
                first.serving() || second.serving(),
                first.terminating() && second.terminating(),
                1);
    }

    private static String nameOf(List<ServicePort> own) {
        String text = own.stream()
                .map(port -> port.name() + "/" + port.protocol() + "/" + port.port())
                .collect(Collectors.joining(","));
        return own.isEmpty() ? "kubernetes-portless" : SliceName.of("kubernetes", text);
    }
}
