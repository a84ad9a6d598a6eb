// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.model;

import java.util.Objects;
import java.util.Optional;

/**
 * The addresses that one cluster gives to services for its own clients. Immutable.
 *
 * @param given whether it gives any at all: Kubernetes does, by the Services of its imports
 * @param byService those that are allocated
 */
public record ClusterAddresses(boolean given, SharedMap<ServiceName, ServiceAddress> byService) {

    /** Of a cluster that gives none: clients use endpoints. */
    public static final ClusterAddresses NONE = new ClusterAddresses(false, SharedMap.empty());

    /** Of a cluster that gives an address to each service that can have one. */
    public static ClusterAddresses of(SharedMap<ServiceName, ServiceAddress> byService) {
        return new ClusterAddresses(true, byService);
    }

    /**
     * What clients of a service use; {@link ServiceAddress#PENDING} while it has no address. Empty: its endpoints, since it is headless or has no port on which an address could
     * answer, or the cluster gives none.
     */
    public Optional<ServiceAddress> of(ServiceImport service) {
        if (!given || service.type() == ServiceType.HEADLESS || service.ports().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Objects.requireNonNullElse(byService.get(service.name()), ServiceAddress.PENDING));
    }
}
