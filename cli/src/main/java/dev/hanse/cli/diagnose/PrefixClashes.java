// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.diagnose;

import dev.hanse.discovery.kubernetes.prefixes.Choice;
import dev.hanse.discovery.kubernetes.prefixes.ClusterNetworks;
import dev.hanse.discovery.kubernetes.prefixes.FoundPrefix;
import dev.hanse.discovery.kubernetes.prefixes.NodeAddress;
import dev.hanse.net.address.IpPrefix;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Where pods of other clusters have addresses that this one uses for something else: the control plane compares pod prefixes with each other alone. Pure. */
final class PrefixClashes {

    private static final String RENUMBER =
            "give one of them other addresses: pods of the other cluster (hanse cluster remove, and let it join with others), or this cluster's ";

    private final ClusterNetworks found;
    private final List<FoundPrefix> services;
    private final List<FoundPrefix> pods;
    private final Registered registered;

    /** @param pods those that this cluster's pods have */
    PrefixClashes(ClusterNetworks found, List<FoundPrefix> pods, Registered registered) {
        this.found = found;
        this.services = Choice.ofServices(found).used();
        this.pods = pods;
        this.registered = registered;
    }

    List<Diagnosis> look() {
        return registered
                .others()
                .map(others -> others.entrySet().stream()
                        .flatMap(cluster -> cluster.getValue().stream().flatMap(each -> clashes(cluster, each)))
                        .toList())
                .orElseGet(() -> List.of(Diagnosis.skipped(
                        PrefixCheck.NAME,
                        "other clusters' prefixes are not compared with Services and nodes here: only a gateway knows them",
                        "run this where a gateway runs, or name it: --gateway URL")));
    }

    private Stream<Diagnosis> clashes(Map.Entry<String, List<IpPrefix>> cluster, IpPrefix theirs) {
        String subject = cluster.getKey() + " " + theirs;
        return Stream.of(services(subject, theirs), nodes(subject, theirs), pods(subject, theirs))
                .flatMap(each -> each);
    }

    private Stream<Diagnosis> services(String subject, IpPrefix theirs) {
        return services.stream()
                .filter(each -> each.prefix().overlaps(theirs))
                .map(each -> Diagnosis.failed(
                        PrefixCheck.NAME,
                        subject,
                        "its pods have addresses of this cluster's Services, " + each.prefix() + " (" + each.where()
                                + "): one of the two is not reached",
                        RENUMBER + "Services"));
    }

    private Stream<Diagnosis> nodes(String subject, IpPrefix theirs) {
        List<NodeAddress> inside = found.nodes().stream()
                .filter(each -> theirs.contains(each.address()))
                .toList();
        return inside.stream()
                .limit(1)
                .map(each -> Diagnosis.failed(
                        PrefixCheck.NAME,
                        subject,
                        "its pods have addresses of this cluster's nodes: " + each.node() + ", "
                                + each.address().getHostAddress() + others(inside.size() - 1)
                                + ": what is sent to the node may go to the other cluster",
                        RENUMBER + "nodes"));
    }

    private static String others(int more) {
        return more == 0 ? "" : ", and " + more + " more addresses";
    }

    private Stream<Diagnosis> pods(String subject, IpPrefix theirs) {
        return pods.stream()
                .filter(each -> each.prefix().overlaps(theirs))
                .limit(1)
                .map(each -> Diagnosis.failed(
                        PrefixCheck.NAME,
                        subject,
                        "its pods have addresses of pods here, " + each.prefix() + " (" + each.where() + ")",
                        RENUMBER + "pods"));
    }
}
