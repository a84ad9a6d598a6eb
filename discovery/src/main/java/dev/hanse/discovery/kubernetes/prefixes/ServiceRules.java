// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.prefixes;

import java.util.List;

/** Which of the found prefixes Services have addresses of. Pure. */
final class ServiceRules {

    private ServiceRules() {}

    static Choice choose(ClusterNetworks found) {
        if (isConfigured(found)) {
            return Choice.configured(Network.SERVICES, found);
        }
        boolean byObjects = found.has(Network.SERVICES, Origin.SERVICE_CIDRS);
        List<Reading> unknown = found.unknown().stream()
                .filter(each -> each.origin() == Origin.SERVICE_CIDRS || each.origin() == Origin.KUBEADM && !byObjects)
                .toList();
        return unknown.isEmpty()
                ? Choice.of(Network.SERVICES, found, each -> remark(each, byObjects), caution(found))
                : Choice.none(Network.SERVICES, found, Choice.unknown(unknown));
    }

    /** Also by pod prefixes alone: whoever configured no Services does not get some by an upgrade. */
    private static boolean isConfigured(ClusterNetworks found) {
        return found.readings().stream()
                .anyMatch(each -> each.origin() == Origin.CONFIGURATION
                        && !each.prefixes().isEmpty());
    }

    private static String remark(FoundPrefix each, boolean byObjects) {
        return byObjects && each.origin() != Origin.SERVICE_CIDRS ? "Services have addresses of the ServiceCIDRs" : "";
    }

    private static String caution(ClusterNetworks found) {
        return found.prefixes(Network.SERVICES).findAny().isEmpty()
                ? "nothing here says which addresses Services have; servicePrefixes may stay empty"
                : "";
    }
}
