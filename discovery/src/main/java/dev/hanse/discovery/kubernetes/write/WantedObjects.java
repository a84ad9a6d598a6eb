// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.IpFamily;
import dev.hanse.discovery.model.ServiceImport;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.ServiceType;
import dev.hanse.discovery.model.SliceKey;
import dev.hanse.net.address.IpText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Says what is to be there of a service. Pure. */
final class WantedObjects {

    private final ServiceImport imported;
    private final Map<SliceKey, EndpointSlice> slices;
    private final Set<ClusterId> unreachable;
    private final PortNames ports;

    private WantedObjects(ServiceImport imported, Map<SliceKey, EndpointSlice> slices, Set<ClusterId> unreachable) {
        this.imported = imported;
        this.slices = slices;
        this.ports = new PortNames(imported.ports());
        this.unreachable = isReachable(unreachable) ? unreachable : Set.of();
    }

    /**
     * @param slices all of the service
     * @param unreachable clusters whose endpoints get no traffic, as long as another one has any that does: else, as in DNS, all stay as they are
     * @param seen what is there: the families of a Service never become fewer, so that it keeps its addresses
     */
    static Wanted of(
            ServiceImport imported, Map<SliceKey, EndpointSlice> slices, Set<ClusterId> unreachable, SeenService seen) {
        return new WantedObjects(imported, slices, unreachable).wanted(seen);
    }

    /** Whether any ready endpoint would be left; one that the Service leads to, since of others nobody is served. */
    private boolean isReachable(Set<ClusterId> unreachable) {
        return slices.entrySet().stream()
                .filter(slice -> !unreachable.contains(slice.getKey().cluster()) && !hasNoPortLeft(slice.getValue()))
                .anyMatch(slice -> slice.getValue().endpoints().stream().anyMatch(Endpoint::ready));
    }

    private Wanted wanted(SeenService seen) {
        return new Wanted(importObject(), serviceObject(seen), sliceObjects());
    }

    private boolean headless() {
        return imported.type() == ServiceType.HEADLESS;
    }

    private int affinitySeconds() {
        return headless() ? 0 : imported.traits().sessionAffinitySeconds();
    }

    /** What the API has where nobody says anything is said too: an import is to be as the exporter's Service. */
    private String internalTrafficPolicy() {
        String stated = imported.traits().internalTrafficPolicy();
        return stated.isEmpty() ? "Cluster" : stated;
    }

    private WrittenImport importObject() {
        ServiceTraits traits = imported.traits();
        return new WrittenImport(
                imported.name(),
                headless() ? "Headless" : "ClusterSetIP",
                ports.ofService(),
                List.of(),
                List.of(),
                affinitySeconds(),
                internalTrafficPolicy(),
                traits.trafficDistribution(),
                ExportedKeys.labels(traits.labels()),
                ExportedKeys.annotations(traits.annotations()),
                new ImportStatus(
                        imported.clusters().stream().map(ClusterId::value).toList(), "Present", "", "", "", ""));
    }

    private Optional<WrittenService> serviceObject(SeenService seen) {
        List<WrittenPort> ofService = ports.ofService();
        if (ofService.isEmpty() && !headless()) {
            return Optional.empty();
        }
        return Optional.of(new WrittenService(
                imported.name(), "ClusterIP", headless(), false, ofService, affinitySeconds(), family(seen)));
    }

    /**
     * The only one that the service has. Where nobody says which it has, its endpoints do; but what a Service has once it keeps then, since endpoints come and go. Empty: both,
     * as far as the cluster has them.
     */
    private String family(SeenService seen) {
        List<IpFamily> stated = imported.ipFamilies();
        if (!stated.isEmpty()) {
            return stated.size() == 1 ? stated.getFirst().text() : "";
        }
        Set<String> families = slices.values().stream()
                .flatMap(slice -> slice.endpoints().stream())
                .map(endpoint -> IpFamily.of(endpoint.address()).text())
                .collect(Collectors.toCollection(TreeSet::new));
        Seen<WrittenService> service = seen.service();
        if (service != null && service.content().headless() == headless()) {
            String before = service.content().family();
            return families.isEmpty() || families.equals(Set.of(before)) ? before : "";
        }
        return families.size() == 1 ? families.iterator().next() : "";
    }

    private Map<String, WrittenSlice> sliceObjects() {
        Map<String, WrittenSlice> objects = new HashMap<>();
        slices.forEach((key, slice) -> {
            for (IpFamily family : IpFamily.values()) {
                List<WrittenEndpoint> endpoints = endpoints(key, slice, family);
                if (!endpoints.isEmpty() && !hasNoPortLeft(slice)) {
                    WrittenSlice object = slice(key, slice, family, endpoints);
                    objects.put(object.name(), object);
                }
            }
        });
        return objects;
    }

    /** A slice that lost its ports would mean something else to some who read it; one that has none is meant so. */
    private boolean hasNoPortLeft(EndpointSlice slice) {
        return !slice.portless() && !imported.ports().isEmpty() && ports(slice).isEmpty();
    }

    private WrittenSlice slice(SliceKey key, EndpointSlice slice, IpFamily family, List<WrittenEndpoint> endpoints) {
        return new WrittenSlice(
                WrittenNames.slice(key, family),
                imported.name(),
                WrittenNames.derivedService(imported.name()),
                WrittenNames.cluster(key.cluster()),
                StandardKeys.GATEWAY,
                family.text(),
                ports(slice),
                endpoints);
    }

    /** Those that clients of the service's address may be led to; the records of a headless one lead to each endpoint's own. */
    private List<WrittenPort> ports(EndpointSlice slice) {
        if (slice.portless()) {
            return List.of();
        }
        List<ServicePort> own = headless() ? slice.ports() : slice.agreeing();
        return ports.ofEndpoints(slice.ports().isEmpty() ? imported.ports() : own);
    }

    private List<WrittenEndpoint> endpoints(SliceKey key, EndpointSlice slice, IpFamily family) {
        return slice.endpoints().stream()
                .filter(endpoint -> IpFamily.of(endpoint.address()) == family)
                .map(WantedObjects::endpoint)
                .map(endpoint -> unreachable.contains(key.cluster()) ? endpoint.unreachable() : endpoint)
                .toList();
    }

    /** Kubernetes knows no weights. One that drains is as one that terminates: kube-proxy uses it where no other is left, as DNS does. */
    private static WrittenEndpoint endpoint(Endpoint endpoint) {
        boolean drains = endpoint.weight() == 0;
        return new WrittenEndpoint(
                IpText.of(endpoint.address()),
                endpoint.hostname(),
                endpoint.ready() && !drains,
                endpoint.serving(),
                endpoint.terminating() || drains);
    }
}
