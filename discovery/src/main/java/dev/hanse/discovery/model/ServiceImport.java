// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.model;

import java.util.List;

/**
 * A service as one cluster may see it: the exports of all clusters, merged by precedence.
 *
 * @param name the service
 * @param type of the export that wins
 * @param ports union of the ports of all exports; those that one Kubernetes Service may not have are among them, see {@link KubernetesPorts}
 * @param traits of the export that wins
 * @param ipFamilies those that all exporters have, in the order of the oldest; where they have none in common, those of the oldest; none: nobody says
 * @param clusters the exporting clusters in order of precedence
 */
public record ServiceImport(
        ServiceName name,
        ServiceType type,
        List<ServicePort> ports,
        ServiceTraits traits,
        List<IpFamily> ipFamilies,
        List<ClusterId> clusters) {

    /** A service of whose families nobody says anything. */
    public ServiceImport(
            ServiceName name,
            ServiceType type,
            List<ServicePort> ports,
            ServiceTraits traits,
            List<ClusterId> clusters) {
        this(name, type, ports, traits, List.of(), clusters);
    }

    /** Copies the lists. */
    public ServiceImport {
        ipFamilies = IpFamily.copyOf(ipFamilies);
        ports = List.copyOf(ports);
        clusters = List.copyOf(clusters);
    }
}
