// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.operator;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.hanse.proto.v1.Service;
import dev.hanse.proto.v1.ServiceType;
import java.util.List;
import java.util.stream.Stream;

/** A service of the cluster set. Fields as in {@code hanse.v1.Service}; {@code endpoints}, {@code refusedWrites} and {@code leftOut} are filled by {@code hanse service show} only. */
record ServiceInfo(
        String namespace,
        String name,
        String type,
        List<PortInfo> ports,
        List<ContributionInfo> contributions,
        List<EndpointInfo> endpoints,
        List<RefusedWriteInfo> refusedWrites,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<LeftOutInfo> leftOut) {

    static ServiceInfo of(
            Service service,
            List<EndpointInfo> endpoints,
            List<RefusedWriteInfo> refusedWrites,
            List<LeftOutInfo> leftOut) {
        var merged = service.getServiceImport();
        return new ServiceInfo(
                merged.getService().getNamespace(),
                merged.getService().getName(),
                typeName(merged.getType()),
                Stream.concat(merged.getPortsList().stream(), merged.getFurtherPortsList().stream())
                        .map(PortInfo::of)
                        .toList(),
                service.getContributionsList().stream()
                        .map(ContributionInfo::of)
                        .toList(),
                List.copyOf(endpoints),
                List.copyOf(refusedWrites),
                List.copyOf(leftOut));
    }

    /** As in Kubernetes' ServiceImport. */
    private static String typeName(ServiceType type) {
        return switch (type) {
            case SERVICE_TYPE_CLUSTER_SET_IP -> "ClusterSetIP";
            case SERVICE_TYPE_HEADLESS -> "Headless";
            case SERVICE_TYPE_UNSPECIFIED, UNRECOGNIZED -> "Unknown";
        };
    }

    String fullName() {
        return namespace + "/" + name;
    }

    /** Whether a cluster may give it an address of its own. */
    boolean hasAddress() {
        return type.equals("ClusterSetIP") && !ports.isEmpty();
    }

    /** On what its endpoints listen, each once. */
    String endpointPorts() {
        return String.join(
                ",",
                endpoints.stream()
                        .flatMap(endpoint -> endpoint.ports().stream())
                        .map(PortInfo::toString)
                        .distinct()
                        .toList());
    }

    /** Ready endpoints of all clusters, as {@code 2/3}. */
    String readiness() {
        long ready = contributions.stream()
                .mapToLong(ContributionInfo::readyEndpoints)
                .sum();
        long all = contributions.stream().mapToLong(ContributionInfo::endpoints).sum();
        return ready + "/" + all;
    }

    /** What is wrong with an export of it, as {@code Conflict(east)}; empty: nothing. */
    String problems() {
        return String.join(
                ",", contributions.stream().flatMap(ContributionInfo::problems).toList());
    }
}
