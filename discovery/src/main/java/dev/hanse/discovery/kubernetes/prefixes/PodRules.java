// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.prefixes;

import dev.hanse.net.address.IpPrefix;
import java.net.Inet4Address;
import java.util.List;
import java.util.Set;

/** Which of the found prefixes pods have addresses of. Ranges of the whole cluster count before those of nodes, since nodes come and go. Pure. */
final class PodRules {

    private final ClusterNetworks found;
    private final Assigner assigner;
    private final List<FoundPrefix> ofNodes;

    private PodRules(ClusterNetworks found, Assigner assigner) {
        this.found = found;
        this.assigner = assigner;
        this.ofNodes = found.prefixes(Network.PODS, assigner.perNode(), Scope.NODE);
    }

    static Choice choose(ClusterNetworks found) {
        if (has(found, Origin.CONFIGURATION)) {
            return Choice.configured(Network.PODS, found);
        }
        List<Reading> unknown = found.unknown().stream()
                .filter(each -> each.origin() != Origin.SERVICE_CIDRS)
                .toList();
        return unknown.isEmpty() ? byPlugin(found) : Choice.none(Network.PODS, found, Choice.unknown(unknown));
    }

    private static Choice byPlugin(ClusterNetworks found) {
        if (has(found, Origin.CALICO)) {
            return byCalico(found);
        }
        return switch (found.ciliumIpam()) {
            case "", "kubernetes" -> new PodRules(found, Assigner.NODE).choice();
            case "cluster-pool" -> new PodRules(found, Assigner.CILIUM).choice();
            default ->
                Choice.none(
                        Network.PODS,
                        found,
                        "pods have addresses in a way that is not looked at here (Cilium: " + found.ciliumIpam() + ")");
        };
    }

    /** Its agents make a pool of their own accord also where they are there for policy alone, and flannel gives pods their addresses. */
    private static Choice byCalico(ClusterNetworks found) {
        if (!found.ciliumIpam().isEmpty()) {
            return Choice.none(Network.PODS, found, "Calico and Cilium are both configured here");
        }
        return found.flannelOnNodes() || has(found, Origin.FLANNEL)
                ? Choice.none(Network.PODS, found, "Calico and flannel are both configured here")
                : new PodRules(found, Assigner.CALICO).choice();
    }

    private static boolean has(ClusterNetworks found, Origin origin) {
        return !found.prefixes(Network.PODS, Set.of(origin), Scope.CLUSTER).isEmpty();
    }

    private Choice choice() {
        Choice choice = Choice.of(Network.PODS, found, this::remark, "");
        if (choice.prefixes().isEmpty() && choice.problem().isEmpty()) {
            return Choice.none(Network.PODS, found, "nothing here says which addresses pods have");
        }
        return choice.used().stream().allMatch(each -> each.scope() == Scope.NODE)
                ? Choice.of(Network.PODS, found, this::remark, ofNodesAlone())
                : choice;
    }

    private static String ofNodesAlone() {
        return "known from nodes alone: pods of nodes that come later may have other addresses, and would not be reached; the range that all nodes have theirs from is better";
    }

    private String remark(FoundPrefix each) {
        if (each.scope() == Scope.HINT) {
            return "says what is not masqueraded, which may be pods of other clusters too";
        }
        if (!assigner.wide().contains(each.origin()) && !assigner.perNode().contains(each.origin())) {
            return assigner.text();
        }
        return each.scope() == Scope.NODE || isLived(each.prefix()) ? "" : "no node has addresses of it";
    }

    /** Whether nodes have addresses of a range; where none of its family is known of any node it is taken as it is. */
    private boolean isLived(IpPrefix range) {
        List<FoundPrefix> family = ofNodes.stream()
                .filter(each -> isV4(each.prefix()) == isV4(range))
                .toList();
        return family.isEmpty() || family.stream().anyMatch(each -> range.overlaps(each.prefix()));
    }

    private static boolean isV4(IpPrefix prefix) {
        return prefix.address() instanceof Inet4Address;
    }
}
