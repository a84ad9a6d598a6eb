// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import dev.hanse.discovery.dns.wire.RecordType;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.ServicePort;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ready endpoints of one slice, which share cluster and ports, and the records of their addresses, which are made when first asked for. Owned by the
 * compiler's thread.
 */
final class Backends {

    private final ClusterId cluster;
    private final List<ServicePort> ports;
    private final List<Endpoint> endpoints;

    /** The same endpoints on all of their ports, which has their records. */
    private final Backends whole;

    private @Nullable Backends inUse;
    private @Nullable List<RecordBlock> ipv4;
    private @Nullable List<RecordBlock> ipv6;

    Backends(ClusterId cluster, List<ServicePort> ports, List<Endpoint> endpoints) {
        this.cluster = cluster;
        this.ports = ports;
        this.endpoints = endpoints;
        this.whole = this;
    }

    private Backends(Backends whole, List<ServicePort> ports) {
        this.cluster = whole.cluster;
        this.ports = ports;
        this.endpoints = whole.endpoints;
        this.whole = whole;
    }

    ClusterId cluster() {
        return cluster;
    }

    /** What all of them listen on. */
    List<ServicePort> ports() {
        return ports;
    }

    /** The same endpoints, as if they listened on this port of theirs alone. */
    Backends on(ServicePort port) {
        return new Backends(whole, List.of(port));
    }

    /** All of these that are in use: of a weight above 0. */
    static List<Backends> inUse(List<Backends> all) {
        List<Backends> inUse = new ArrayList<>(all.size());
        for (Backends each : all) {
            Backends left = each.inUse();
            if (!left.isEmpty()) {
                inUse.add(left);
            }
        }
        return inUse;
    }

    private Backends inUse() {
        if (inUse == null) {
            inUse = ofWeight();
        }
        return inUse;
    }

    private Backends ofWeight() {
        if (whole != this) {
            Backends left = whole.inUse();
            return left == whole ? this : new Backends(left, ports);
        }
        return Filter.fitsAll(endpoints, each -> each.weight() > 0)
                ? this
                : new Backends(cluster, ports, Filter.of(endpoints, each -> each.weight() > 0));
    }

    boolean isEmpty() {
        return endpoints.isEmpty();
    }

    /** Adds their addresses of one family, each once: no block or one. */
    void addTo(List<RecordBlock> blocks, int type, AddressIndex index) {
        List<RecordBlock> own = type == RecordType.A ? whole.ipv4(index) : whole.ipv6(index);
        if (!own.isEmpty()) {
            blocks.add(own.getFirst());
        }
    }

    private List<RecordBlock> ipv4(AddressIndex index) {
        if (ipv4 == null) {
            ipv4 = blocks(RecordType.A, index);
        }
        return ipv4;
    }

    private List<RecordBlock> ipv6(AddressIndex index) {
        if (ipv6 == null) {
            ipv6 = blocks(RecordType.AAAA, index);
        }
        return ipv6;
    }

    private List<RecordBlock> blocks(int type, AddressIndex index) {
        boolean wanted = type == RecordType.A;
        List<Endpoint> family = Filter.of(endpoints, each -> each.address() instanceof Inet4Address == wanted);
        return family.isEmpty() ? List.of() : index.distinct(List.of(RecordBlock.of(cluster, type, family)));
    }

    /** Whether these are the same endpoints as those, whatever the ports; where not, they may have the same addresses nevertheless. */
    static boolean areSame(List<Backends> these, List<Backends> those) {
        if (these.size() != those.size()) {
            return false;
        }
        for (int i = 0; i < these.size(); i++) {
            if (these.get(i).whole != those.get(i).whole) {
                return false;
            }
        }
        return true;
    }

    /** One by one, in order. */
    static List<Backend> each(List<Backends> all) {
        List<Backend> each = new ArrayList<>();
        for (Backends backends : all) {
            for (Endpoint endpoint : backends.endpoints) {
                each.add(new Backend(backends.cluster, endpoint, backends.ports));
            }
        }
        return each;
    }

    /** Each by itself. */
    static List<Backends> ofEach(List<Backend> all) {
        List<Backends> each = new ArrayList<>(all.size());
        for (Backend backend : all) {
            each.add(new Backends(backend.cluster(), backend.ports(), List.of(backend.endpoint())));
        }
        return each;
    }
}
