// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.contract;

import dev.hanse.discovery.model.ExportOrigin;
import dev.hanse.discovery.model.KubernetesPorts;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.SessionAffinity;

/** What clusters say of the services that they export. */
public final class ServiceExports {

    private ServiceExports() {}

    /** As a message. */
    public static dev.hanse.proto.v1.ServiceExport toMessage(ServiceExport export) {
        ServiceTraits traits = export.traits();
        KubernetesPorts ports = KubernetesPorts.of(export.ports());
        return dev.hanse.proto.v1.ServiceExport.newBuilder()
                .setService(ServiceNames.toMessage(export.name()))
                .setType(ServiceTypes.toMessage(export.type()))
                .setCreatedAt(Times.toMessage(export.createdAt()))
                .addAllPorts(ServicePorts.toMessages(ports.service()))
                .addAllFurtherPorts(ServicePorts.toMessages(ports.further()))
                .setSessionAffinity(SessionAffinities.toMessage(traits.sessionAffinity()))
                .setSessionAffinitySeconds(traits.sessionAffinitySeconds())
                .addAllIpFamilies(IpFamilies.toMessages(export.ipFamilies()))
                .setGeneration(export.origin().generation())
                .setObjectUid(export.origin().uid())
                .putAllExportedLabels(traits.labels())
                .putAllExportedAnnotations(traits.annotations())
                .setInternalTrafficPolicy(traits.internalTrafficPolicy())
                .setTrafficDistribution(traits.trafficDistribution())
                .build();
    }

    /**
     * From a message.
     *
     * @throws IllegalArgumentException with the value and the expectation
     */
    public static ServiceExport fromMessage(dev.hanse.proto.v1.ServiceExport message, ReadingRules rules) {
        ServiceName name = ServiceNames.fromMessage(message.getService());
        rules.requireCreatedAt(message.hasCreatedAt());
        return new ServiceExport(
                name,
                ServiceTypes.fromMessage(message.getType(), rules),
                rules.createdAt(message.getCreatedAt()),
                ServicePorts.fromMessages(message.getPortsList(), message.getFurtherPortsList(), rules),
                traits(message, rules),
                IpFamilies.fromMessages(message.getIpFamiliesList(), rules),
                new ExportOrigin(message.getObjectUid(), message.getGeneration()));
    }

    private static ServiceTraits traits(dev.hanse.proto.v1.ServiceExport message, ReadingRules rules) {
        SessionAffinity affinity = SessionAffinities.fromMessage(message.getSessionAffinity(), rules);
        rules.requireText("internal_traffic_policy", message.getInternalTrafficPolicy());
        rules.requireText("traffic_distribution", message.getTrafficDistribution());
        return new ServiceTraits(
                affinity,
                message.getSessionAffinitySeconds(),
                message.getInternalTrafficPolicy(),
                message.getTrafficDistribution(),
                message.getExportedLabelsMap(),
                message.getExportedAnnotationsMap());
    }
}
