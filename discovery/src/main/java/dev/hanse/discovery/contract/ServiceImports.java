// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.contract;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.KubernetesPorts;
import dev.hanse.discovery.model.ServiceImport;
import dev.hanse.discovery.model.ServiceTraits;

/** Services as one cluster may see them. */
public final class ServiceImports {

    private ServiceImports() {}

    /** As a message. */
    public static dev.hanse.proto.v1.ServiceImport toMessage(ServiceImport service) {
        ServiceTraits traits = service.traits();
        KubernetesPorts ports = KubernetesPorts.ofImport(service.ports());
        return dev.hanse.proto.v1.ServiceImport.newBuilder()
                .setService(ServiceNames.toMessage(service.name()))
                .setType(ServiceTypes.toMessage(service.type()))
                .addAllPorts(ServicePorts.toMessages(ports.service()))
                .addAllFurtherPorts(ServicePorts.toMessages(ports.further()))
                .setSessionAffinity(SessionAffinities.toMessage(traits.sessionAffinity()))
                .setSessionAffinitySeconds(traits.sessionAffinitySeconds())
                .addAllIpFamilies(IpFamilies.toMessages(service.ipFamilies()))
                .putAllLabels(traits.labels())
                .putAllAnnotations(traits.annotations())
                .setInternalTrafficPolicy(traits.internalTrafficPolicy())
                .setTrafficDistribution(traits.trafficDistribution())
                .addAllClusters(
                        service.clusters().stream().map(ClusterId::value).toList())
                .build();
    }

    /**
     * From a message.
     *
     * @throws IllegalArgumentException with the value and the expectation
     */
    public static ServiceImport fromMessage(dev.hanse.proto.v1.ServiceImport message, ReadingRules rules) {
        return new ServiceImport(
                ServiceNames.fromMessage(message.getService()),
                ServiceTypes.fromMessage(message.getType(), rules),
                ServicePorts.fromMessages(message.getPortsList(), message.getFurtherPortsList(), rules),
                traits(message, rules),
                IpFamilies.fromMessages(message.getIpFamiliesList(), rules),
                message.getClustersList().stream().map(ClusterId::new).toList());
    }

    private static ServiceTraits traits(dev.hanse.proto.v1.ServiceImport message, ReadingRules rules) {
        return new ServiceTraits(
                SessionAffinities.fromMessage(message.getSessionAffinity(), rules),
                message.getSessionAffinitySeconds(),
                message.getInternalTrafficPolicy(),
                message.getTrafficDistribution(),
                message.getLabelsMap(),
                message.getAnnotationsMap());
    }
}
