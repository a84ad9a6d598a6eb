// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import dev.hanse.discovery.dns.wire.WireName;
import dev.hanse.discovery.model.ClusterId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The names of one service's endpoints, each with its own addresses: made when asked for, once. Endpoints of one hostname share a name. */
final class EndpointNames {

    private final ServiceWork work;
    private final Map<Key, List<Backend>> sharing = new LinkedHashMap<>();
    private final Map<Key, Optional<Named>> made = new HashMap<>();
    private final Map<ClusterId, Origins> origins = new HashMap<>();
    private final Map<ClusterId, List<String>> labels = new HashMap<>();

    /** What tells names apart. In order, so that maps stay quick when hostnames were chosen to have one hash; the zone's own {@link NameTable} has no such order. */
    private record Key(ClusterId cluster, String label) implements Comparable<Key> {
        static Key of(Backend backend) {
            return new Key(backend.cluster(), DashedAddress.label(backend.endpoint()));
        }

        @Override
        public int compareTo(Key other) {
            int clusters = cluster.compareTo(other.cluster);
            return clusters != 0 ? clusters : label.compareTo(other.label);
        }
    }

    /** A name and what it stands for. */
    private record Named(WireName name, Addresses addresses) {}

    EndpointNames(ServiceWork work, List<Backends> backends) {
        this.work = work;
        for (Backend each : Backends.each(backends)) {
            sharing.computeIfAbsent(Key.of(each), _ -> new ArrayList<>(1)).add(each);
        }
    }

    /** A record for each of the endpoint's ports, with its own name and number; none where that name would be too long. */
    void addTargets(Backend backend, List<ServiceRecords.Target> targets) {
        addTargets(Key.of(backend), backend, targets);
    }

    private void addTargets(Key key, Backend backend, List<ServiceRecords.Target> targets) {
        made.computeIfAbsent(key, this::make)
                .ifPresent(named -> backend.ports()
                        .forEach(port -> targets.add(new ServiceRecords.Target(
                                port,
                                named.name(),
                                named.addresses(),
                                backend.endpoint().weight(),
                                backend.cluster()))));
    }

    /** The same for all of them; endpoints of one name stand together. */
    List<ServiceRecords.Target> allTargets() {
        List<ServiceRecords.Target> targets = new ArrayList<>();
        sharing.forEach((key, backends) -> backends.forEach(each -> addTargets(key, each, targets)));
        return targets;
    }

    /** Most names have one endpoint, and there may be tens of thousands. */
    private Addresses addresses(List<Backend> backends, Origins ofCluster) {
        return backends.size() == 1
                ? AddressRecords.one(backends.getFirst().endpoint().address())
                : work.addresses().all(Backends.ofEach(backends), RrSet.Order.ROTATING, ofCluster);
    }

    private Optional<Named> make(Key key) {
        Origins ofCluster = origins.computeIfAbsent(key.cluster(), work::origins);
        Addresses addresses = addresses(Objects.requireNonNull(sharing.get(key)), ofCluster);
        List<String> above = labels.computeIfAbsent(
                key.cluster(), cluster -> List.copyOf(cluster.labels().reversed()));
        Optional<WireName> name = work.endpointName(key.cluster(), above, key.label());
        name.ifPresent(owner -> work.put(owner, addresses, List.of(), ofCluster));
        return name.map(owner -> new Named(owner, addresses));
    }
}
