// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.wire;

import dev.hanse.discovery.contract.ReadingRules;
import dev.hanse.discovery.model.KubernetesPorts;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.net.text.Utf8;
import dev.hanse.proto.v1.IpFamily;
import dev.hanse.proto.v1.ServiceType;
import dev.hanse.proto.v1.SessionAffinity;
import java.util.List;

/** What the control plane asks of exports beyond the model, in the names of the contract's fields, as an exporter reads them in a refusal. */
final class ControlPlaneReading implements ReadingRules {

    static final ReadingRules RULES = new ControlPlaneReading();

    private static final int MAX_TEXT = 253;

    private ControlPlaneReading() {}

    @Override
    public void requireCreatedAt(boolean stated) {
        if (!stated) {
            throw new IllegalArgumentException("created_at: not set (expected: when the export was made)");
        }
    }

    @Override
    public void requirePorts(int count) {
        if (count > ServiceExport.MAX_PORTS) {
            throw new IllegalArgumentException(
                    "ports: " + count + " (expected: at most " + ServiceExport.MAX_PORTS + ")");
        }
    }

    @Override
    public void requireServicePorts(List<ServicePort> ports) {
        List<ServicePort> further = KubernetesPorts.of(ports).further();
        if (!further.isEmpty()) {
            ServicePort first = further.getFirst();
            throw new IllegalArgumentException("ports: " + first.name() + " " + first.number()
                    + " shares its name or number with another, or has no name (expected: as in a Kubernetes Service;"
                    + " others stand in further_ports)");
        }
    }

    @Override
    public void requireText(String field, String text) {
        int octets = Utf8.octets(text);
        if (octets > MAX_TEXT) {
            throw new IllegalArgumentException(field + ": " + octets + " octets (expected: at most " + MAX_TEXT + ")");
        }
    }

    @Override
    public IllegalArgumentException unknownType(ServiceType type) {
        return new IllegalArgumentException(
                "type: " + type + " (expected: SERVICE_TYPE_CLUSTER_SET_IP or SERVICE_TYPE_HEADLESS)");
    }

    @Override
    public IllegalArgumentException unknownAffinity(SessionAffinity affinity) {
        return new IllegalArgumentException("session_affinity: unknown (expected: NONE or CLIENT_IP)");
    }

    @Override
    public IllegalArgumentException unknownFamily(IpFamily family) {
        return new IllegalArgumentException("ip_families: unknown (expected: IPV4 or IPV6)");
    }

    @Override
    public IllegalArgumentException unknownProtocol(int number) {
        return new IllegalArgumentException("protocol: unknown (expected: TCP, UDP or SCTP)");
    }
}
