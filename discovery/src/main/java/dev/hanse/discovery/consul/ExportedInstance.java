// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.model.ServiceType;
import dev.hanse.net.address.IpLiteral;
import java.net.InetAddress;
import java.util.List;

/**
 * An instance that can be exported.
 *
 * @param meta what it says of its export
 * @param ports one, or none for a headless service without a port
 * @param address where it answers
 * @param name what it may be called
 * @param ready whether Consul finds it healthy
 */
record ExportedInstance(
        ExportMeta meta, List<ServicePort> ports, InetAddress address, InstanceName name, boolean ready) {

    /** @throws IllegalArgumentException with the reason why the instance cannot be exported */
    static ExportedInstance of(ConsulInstance instance) {
        ExportMeta meta = ExportMeta.of(instance);
        return new ExportedInstance(
                meta,
                ports(meta, instance.port()),
                IpLiteral.parse(instance.address()),
                InstanceName.of(instance),
                instance.passing());
    }

    private static List<ServicePort> ports(ExportMeta meta, int port) {
        if (port == 0 && meta.type() == ServiceType.HEADLESS) {
            return List.of();
        }
        return List.of(ServicePort.of(meta.portName(), meta.protocol(), port));
    }

    /** @param hostname empty: none */
    Endpoint endpoint(String hostname) {
        return new Endpoint(address, hostname, ready, meta.weight());
    }
}
