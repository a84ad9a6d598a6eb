// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.Protocol;
import dev.hanse.discovery.model.ServiceImport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.ServiceType;
import dev.hanse.discovery.model.SliceKey;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;

/** Imports and their endpoints, as tests want them. */
final class Imports {

    static final ServiceName WEB = new ServiceName("shop", "web");
    static final ClusterId EAST = new ClusterId("east");
    static final ClusterId NORTH = new ClusterId("north");
    static final ServicePort HTTP = ServicePort.of("http", Protocol.TCP, 80);

    private Imports() {}

    static ServiceImport web(ServiceType type, ServicePort... ports) {
        return new ServiceImport(WEB, type, List.of(ports), ServiceTraits.NONE, List.of(EAST));
    }

    static ServiceImport web(ServiceTraits traits) {
        return new ServiceImport(WEB, ServiceType.CLUSTER_SET_IP, List.of(HTTP), traits, List.of(EAST));
    }

    static Endpoint endpoint(String address) {
        return Endpoint.ready(InetAddress.ofLiteral(address));
    }

    static SliceKey key(ClusterId cluster, String slice) {
        return new SliceKey(WEB, cluster, slice);
    }

    static EndpointSlice slice(String name, Endpoint... endpoints) {
        return new EndpointSlice(WEB, name, List.of(HTTP), List.of(endpoints));
    }

    static Map<SliceKey, EndpointSlice> east(Endpoint... endpoints) {
        return Map.of(key(EAST, "s"), slice("s", endpoints));
    }
}
