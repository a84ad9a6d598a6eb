// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.checks;

import dev.hanse.net.address.IpPrefix;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What packet filters do to pod packets. Pure. */
final class RuleFindings {

    private final String device;
    private final List<IpPrefix> pods;
    private final boolean untracked;

    /**
     * @param device the tunnel's
     * @param pods prefixes of the pods here
     * @param untracked whether transit is kept out of connection tracking
     */
    RuleFindings(String device, List<IpPrefix> pods, boolean untracked) {
        this.device = device;
        this.untracked = untracked;
        this.pods = List.copyOf(pods);
    }

    /** Of all tables. */
    List<Finding> of(Rulesets.State rules) {
        List<Finding> findings = new ArrayList<>();
        rules.tables()
                .forEach(table -> table.forward().forEach(base -> {
                    List<Finding> lost = forward(table, base);
                    findings.addAll(lost.isEmpty() ? stateless(table, base) : lost);
                }));
        rules.unchecked().stream()
                .distinct()
                .map(reason -> new Finding(
                        Finding.Code.RULES_NOT_CHECKED,
                        "packet filters of this host were not looked at: " + reason,
                        "install nftables, or see for yourself that what is forwarded through " + device
                                + " is accepted"))
                .forEach(findings::add);
        return findings.stream().distinct().toList();
    }

    private Stream<Probe> probes(Table table, String state) {
        return Stream.of(true, false)
                .flatMap(inbound -> Stream.of(false, true).map(v6 -> new Probe(device, inbound, v6, pods, state)))
                .filter(Probe::isSent)
                .filter(probe -> table.carries(probe.v6()));
    }

    private List<Finding> forward(Table table, Table.Base base) {
        Map<ForwardWalk.Drop, List<String>> ways = new LinkedHashMap<>();
        probes(table, Probe.NEW)
                .forEach(probe -> ForwardWalk.of(table, base, probe).ifPresent(drop -> {
                    List<String> all = ways.computeIfAbsent(drop, _ -> new ArrayList<>());
                    if (!all.contains(probe.way())) {
                        all.add(probe.way());
                    }
                }));
        List<Finding> findings = new ArrayList<>();
        ways.forEach((drop, way) -> findings.add(new Finding(
                Finding.Code.FORWARD_DROPPED,
                "new connections " + String.join(" and ", way) + " may be dropped: " + place(table, drop)
                        + ", and no rule before it accepts them",
                Remedy.accept(table, base, device))));
        return findings;
    }

    private List<Finding> stateless(Table table, Table.Base base) {
        return untracked ? untracked(table, base) : invalid(table, base);
    }

    private List<Finding> untracked(Table table, Table.Base base) {
        return probes(table, Probe.UNTRACKED)
                .map(probe -> ForwardWalk.of(table, base, probe))
                .flatMap(Optional::stream)
                .distinct()
                .map(drop -> new Finding(
                        Finding.Code.UNTRACKED_DROPPED,
                        "packets that connection tracking does not see may be dropped, as those between pods on other hosts and other clusters"
                                + " are: " + place(table, drop) + ", and no rule before it accepts them",
                        Remedy.accept(table, base, device)
                                + "; or, where this cluster has no other gateway, tunnel.untrack-transit: false"))
                .toList();
    }

    private List<Finding> invalid(Table table, Table.Base base) {
        return probes(table, Probe.INVALID)
                .map(probe -> ForwardWalk.of(table, base, probe))
                .flatMap(Optional::stream)
                // A policy is not about them in particular.
                .filter(drop -> !drop.isPolicy())
                .distinct()
                .map(drop -> new Finding(
                        Finding.Code.INVALID_DROPPED,
                        "packets of connections that this host has not seen begin may be dropped, as there are where a"
                                + " cluster has several gateways: " + place(table, drop),
                        Remedy.acceptUnknown(table, base, device)))
                .toList();
    }

    private static String place(Table table, ForwardWalk.Drop drop) {
        return "table " + table + ", chain " + drop.chain() + ", " + drop.rule();
    }
}
