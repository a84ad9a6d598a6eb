// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import dev.hanse.discovery.kubernetes.ClusterObjects.Subject;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.Protocol;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.ServiceType;
import dev.hanse.discovery.model.SessionAffinity;
import java.net.InetAddress;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Makes exports of Services that have a ServiceExport, by the rules of KEP-1645. Pure. */
final class ServiceMapping {

    private static final ObjectName API_SERVER = new ObjectName("default", "kubernetes");

    private final Predicate<InetAddress> reachable;

    /** @param reachable whether other clusters can reach an address of this one */
    ServiceMapping(Predicate<InetAddress> reachable) {
        this.reachable = reachable;
    }

    /** Empty: there is nothing to say of it, since nobody wants to export it. */
    Optional<ExportedService> of(Subject subject) {
        KeptExport export = subject.export();
        return export == null || export.deleted() ? Optional.empty() : Optional.of(exported(export, subject));
    }

    private ExportedService exported(KeptExport export, Subject subject) {
        KeptService service = subject.service();
        if (service == null || service.deleted()) {
            return ExportedService.refused(
                    "NoService", "there is no Service of this name; it follows as soon as there is");
        }
        if (service.external()) {
            return ExportedService.refused(
                    "InvalidServiceType",
                    "it is an ExternalName (expected: ClusterIP, NodePort, LoadBalancer or headless)");
        }
        if (service.derived()) {
            return ExportedService.refused(
                    "InvalidServiceType", "it stands for an import; a service is exported where its endpoints are");
        }
        if (subject.name().equals(API_SERVER)) {
            return ExportedService.refused("Invalid", "it is the cluster's API server");
        }
        try {
            return exported(export, service, subject.slices());
        } catch (IllegalArgumentException | DateTimeException e) {
            return ExportedService.refused("Invalid", String.valueOf(e.getMessage()));
        }
    }

    private ExportedService exported(KeptExport export, KeptService service, List<KeptSlice> slices) {
        ServiceName name =
                new ServiceName(service.name().namespace(), service.name().name());
        List<ServicePort> ports =
                service.ports().stream().map(ServiceMapping::port).toList();
        ServiceType type = service.headless() ? ServiceType.HEADLESS : ServiceType.CLUSTER_SET_IP;
        List<String> complaints = new ArrayList<>();
        List<EndpointSlice> own = new SliceMapping(name, ports, service, reachable, complaints).of(slices);
        ServiceExport mapped = new ServiceExport(
                name,
                type,
                Instant.parse(export.createdAt()),
                ports,
                traits(export, service),
                service.families(),
                export.origin());
        return new ExportedService(mapped, own, complaints);
    }

    private static ServicePort port(KeptPort port) {
        return new ServicePort(port.name(), Protocol.valueOf(port.protocol()), port.port(), port.appProtocol());
    }

    private static ServiceTraits traits(KeptExport export, KeptService service) {
        return new ServiceTraits(
                service.clientIpSeconds() > 0 ? SessionAffinity.CLIENT_IP : SessionAffinity.NONE,
                service.clientIpSeconds(),
                service.internalTrafficPolicy(),
                service.trafficDistribution(),
                export.labels(),
                export.annotations());
    }
}
