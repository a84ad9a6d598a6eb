// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.prefixes;

import dev.hanse.net.address.IpPrefix;
import java.net.Inet4Address;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which of the found prefixes pods have addresses of. Ranges of the whole cluster count before those of nodes, since nodes come and go. Pure. */
final class PodRules {

    private static final String SHARED = "has addresses of this cluster's Services or nodes too";

    private final ClusterNetworks found;
    private final Assigner assigner;
    private final List<FoundPrefix> ofNodes;
    private final List<IpPrefix> services;

    private PodRules(ClusterNetworks found, Assigner assigner) {
        this.found = found;
        this.assigner = assigner;
        this.ofNodes = found.prefixes(Network.PODS, assigner.perNode(), Scope.NODE);
        this.services = Choice.ofServices(found).prefixes();
    }

    static Choice choose(ClusterNetworks found) {
        if (found.has(Network.PODS, Origin.CONFIGURATION)) {
            return Choice.configured(Network.PODS, found);
        }
        List<Reading> unknown = found.unknown().stream()
                .filter(each -> each.origin() != Origin.SERVICE_CIDRS)
                .toList();
        return unknown.isEmpty() ? byPlugin(found) : Choice.none(Network.PODS, found, Choice.unknown(unknown));
    }

    private static Choice byPlugin(ClusterNetworks found) {
        if (found.has(Network.PODS, Origin.CALICO)) {
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
        return found.flannelOnNodes() || found.has(Network.PODS, Origin.FLANNEL)
                ? Choice.none(Network.PODS, found, "Calico and flannel are both configured here")
                : new PodRules(found, Assigner.CALICO).choice();
    }

    private Choice choice() {
        Choice choice = Choice.of(Network.PODS, found, this::remark, "");
        if (choice.prefixes().isEmpty() && choice.problem().isEmpty()) {
            return Choice.none(Network.PODS, found, "nothing here says which addresses pods have");
        }
        return choice.with(caution(choice));
    }

    private String caution(Choice choice) {
        boolean ofNodesAlone = choice.used().stream().allMatch(each -> each.scope() == Scope.NODE)
                || choice.judged().stream().anyMatch(each -> each.remark().equals(SHARED));
        String shared = choice.used().stream()
                .filter(each -> each.scope() == Scope.CLUSTER && isShared(each.prefix()))
                .map(each -> each.prefix() + " " + SHARED)
                .collect(Collectors.joining("; "));
        return Stream.of(ofNodesAlone ? ofNodesAlone() : "", shared)
                .filter(each -> !each.isEmpty())
                .collect(Collectors.joining("; "));
    }

    private static String ofNodesAlone() {
        return "known from nodes alone: pods of nodes that come later may have other addresses, and would not be reached; the range that all nodes have theirs from is better";
    }

    private String remark(FoundPrefix each) {
        if (each.scope() == Scope.HINT) {
            return each.origin() == Origin.CALICO
                    ? "disabled: pods may still have addresses of it, or it stands for somebody else's"
                    : "says what is not masqueraded, which may be pods of other clusters too";
        }
        if (!assigner.wide().contains(each.origin()) && !assigner.perNode().contains(each.origin())) {
            return assigner.text();
        }
        return each.scope() == Scope.NODE ? "" : remarkOfRange(each.prefix());
    }

    /** Where nodes' parts are known a range that is wider than the pods' own need not be taken. */
    private String remarkOfRange(IpPrefix range) {
        if (ofFamily(range).findAny().isPresent() && isShared(range)) {
            return SHARED;
        }
        return isLived(range) ? "" : "no node has addresses of it";
    }

    /** Others would send packets for Services and nodes here into the tunnel. */
    private boolean isShared(IpPrefix range) {
        return services.stream().anyMatch(range::overlaps)
                || found.nodes().stream().anyMatch(each -> range.contains(each.address()));
    }

    /** Whether nodes have addresses of a range; where none is known of any node it is taken as it is. The next pool of Cilium's is lived before a node needs it. */
    private boolean isLived(IpPrefix range) {
        return assigner == Assigner.CILIUM
                || ofNodes.isEmpty()
                || ofNodes.stream().anyMatch(each -> range.overlaps(each.prefix()));
    }

    private Stream<FoundPrefix> ofFamily(IpPrefix range) {
        return ofNodes.stream().filter(each -> isV4(each.prefix()) == isV4(range));
    }

    private static boolean isV4(IpPrefix prefix) {
        return prefix.address() instanceof Inet4Address;
    }
}
