// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.model;

import java.net.Inet4Address;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * How much memory a value takes where it is held: an estimate in octets of heap that is not below the truth. Counts everything that follows from one
 * value, where that is most: at a gateway the message, the model's value and the DNS records, at the control plane what its exporter said, the merged
 * value, and where it stands in views. What others make of few octets counts with what is made of it: each port of a headless service is a record for
 * each of its endpoints, twice.
 *
 * <p>For objects of Java 25 with compressed references. {@code HeldOctetsTest} of the control plane and {@code ViewBoundsTest} of the gateway measure it.
 */
public final class HeldOctets {

    /** Entries of all indexes, keys and records around one item. */
    private static final int ITEM = 1_400;

    /** A record for each place where a port stands: model and message. */
    private static final int PORT = 120;

    /** The nodes and record sets of a port's own name. */
    private static final int PORT_IN_ZONE = 620;

    /** Address, record and list entries, model and message; and its A or AAAA records. */
    private static final int ENDPOINT_IPV4 = 300;

    private static final int ENDPOINT_IPV6 = 420;

    /** The node of an endpoint's own name, with its record set. */
    private static final int ENDPOINT_IN_ZONE = 420;

    /** An SRV record (RFC 2782) without its target, and what is kept beside it. */
    private static final int SRV = 40;

    /** What a name in the zone has around its labels: the zone, the length octets, an array's header. */
    private static final int NAME = 60;

    /** A map's entry. */
    private static final int ENTRY = 40;

    /** Where one gateway is told what became of an export. */
    public static final int STATUS = 800;

    private HeldOctets() {}

    /** A service that a cluster exports, and the import that it becomes. */
    public static long of(ServiceExport export) {
        return service(export.name(), export.ports(), export.traits());
    }

    /** A merged service. */
    public static long of(ServiceImport imported) {
        return service(imported.name(), imported.ports(), imported.traits())
                + (long) ENTRY * imported.clusters().size();
    }

    private static long service(ServiceName name, List<ServicePort> ports, ServiceTraits traits) {
        long zoneName = nameIn(name);
        long octets = ITEM
                + text(name.namespace())
                + text(name.name())
                + 2 * (text(traits.internalTrafficPolicy()) + text(traits.trafficDistribution()))
                + map(traits.labels())
                + map(traits.annotations());
        for (ServicePort port : ports) {
            octets += port(port) + PORT_IN_ZONE + 3 * zoneName + port.name().length();
        }
        return octets;
    }

    /**
     * Endpoints of a service.
     *
     * @param headless whether each of them has a name of its own
     */
    public static long of(EndpointSlice slice, boolean headless) {
        long octets = ITEM
                + text(slice.name())
                + text(slice.service().namespace())
                + text(slice.service().name());
        for (ServicePort port : slice.ports()) {
            octets += 2 * port(port);
        }
        for (String conflicting : slice.conflicting()) {
            octets += 2 * (ENTRY + text(conflicting));
        }
        for (Endpoint endpoint : slice.endpoints()) {
            octets += (endpoint.address() instanceof Inet4Address ? ENDPOINT_IPV4 : ENDPOINT_IPV6)
                    + 2 * text(endpoint.hostname());
            if (headless) {
                octets += names(slice, endpoint);
            }
        }
        return octets;
    }

    /** The records below and beside an endpoint's own name. */
    private static long names(EndpointSlice slice, Endpoint endpoint) {
        long name = nameIn(slice.service())
                + DnsLabel.MAX_OCTETS
                + endpoint.hostname().length();
        return ENDPOINT_IN_ZONE + name + 2L * slice.ports().size() * (SRV + name);
    }

    private static long nameIn(ServiceName name) {
        return NAME + name.namespace().length() + name.name().length();
    }

    private static long port(ServicePort port) {
        return PORT + 2 * (text(port.name()) + text(port.appProtocol()));
    }

    private static long map(Map<String, String> map) {
        long octets = 0;
        for (Map.Entry<String, String> entry : map.entrySet()) {
            octets += 2 * (ENTRY + text(entry.getKey()) + text(entry.getValue()));
        }
        return octets;
    }

    /** Conditions of an export. */
    public static long of(Collection<ExportCondition> conditions) {
        long octets = STATUS;
        for (ExportCondition condition : conditions) {
            octets += ENTRY + 2 * (text(condition.reason()) + text(condition.message()));
        }
        return octets;
    }

    /** A text: the object, its array, and its characters, which take one octet each or two. */
    public static long text(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        return 48 + (isNarrow(text) ? text.length() : 2L * text.length());
    }

    /** A plain loop: an item may hold 16 KiB of text. */
    private static boolean isNarrow(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xff) {
                return false;
            }
        }
        return true;
    }
}
