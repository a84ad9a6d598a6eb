// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.route;

import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.linux.rtnetlink.Network;
import dev.hanse.net.linux.rtnetlink.PolicyRule;
import dev.hanse.net.linux.rtnetlink.TableRoute;
import dev.hanse.net.linux.rtnetlink.TableRoute.Way;
import dev.hanse.net.time.NanoClock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rules and the table of one family: what is wanted of them follows from the host's own routes, and is compared with what there is. One thread at a time. */
final class UnderlayFamily {

    /** Operators know the lines under this name. */
    private static final Logger LOG = LoggerFactory.getLogger(UnderlayGuard.class);

    /** The kernel's own for IPv6 where none is named; another owner's route in the same table does not matter. */
    private static final long METRIC = 1024;

    private final UnderlayState state;
    private final UnderlayRules packets;
    private final boolean v6;
    private final RepairLimit<Object> repairs;
    private Map<IpPrefix, Way> ways = Map.of();
    private Set<PolicyRule> rules = Set.of();
    private boolean standing;

    UnderlayFamily(UnderlayState state, UnderlayRules packets, boolean v6, NanoClock nanoClock) {
        this.state = state;
        this.packets = packets;
        this.v6 = v6;
        this.repairs = new RepairLimit<>(nanoClock);
    }

    /** Prefixes for which there is a way. */
    Set<IpPrefix> prefixes() {
        return ways.keySet();
    }

    /**
     * Sets what is missing and takes away what is not wanted any more, ways before the rules that lead to them.
     *
     * @return whether all is as it should be
     */
    boolean repair(Set<IpPrefix> prefixes, Collection<InetSocketAddress> controlPlane) throws IOException {
        Map<IpPrefix, Way> wanted = new UnderlayTable(state.routes(v6, PolicyRule.MAIN), prefixes).ways();
        List<PolicyRule> present = state.rules(v6);
        Set<PolicyRule> wantedRules =
                wanted.isEmpty() ? Set.of() : packets.of(v6, present, inside(wanted, controlPlane));
        List<TableRoute> own = own();
        boolean repaired = setWays(wanted, own) & setRules(wantedRules, present);
        rules = wantedRules;
        removeWays(wanted, own);
        tell(wantedRules);
        ways = wanted;
        repairs.retain(
                Stream.concat(wanted.keySet().stream(), wantedRules.stream()).toList());
        return repaired;
    }

    private void tell(Set<PolicyRule> now) {
        if (now.isEmpty() == standing) {
            standing = !now.isEmpty();
            LOG.info(
                    standing
                            ? "the tunnel's own packets over {} ask table {} first: none of them is led into the tunnel"
                            : "the tunnel's own packets over {} do not ask table {} any more: no prefix leads into it",
                    v6 ? "IPv6" : "IPv4",
                    packets.table());
        }
    }

    /** Where packets to a control plane cannot enter the tunnel nothing has to be said of them. */
    private static Collection<InetSocketAddress> inside(
            Map<IpPrefix, Way> ways, Collection<InetSocketAddress> controlPlane) {
        return controlPlane.stream()
                .filter(address -> ways.keySet().stream().anyMatch(prefix -> prefix.contains(address.getAddress())))
                .toList();
    }

    private boolean setWays(Map<IpPrefix, Way> wanted, List<TableRoute> own) throws IOException {
        Map<IpPrefix, Way> there = new HashMap<>();
        own.forEach(route -> there.put(UnderlayTable.prefix(route), route.way()));
        boolean all = true;
        for (Map.Entry<IpPrefix, Way> each : wanted.entrySet()) {
            Way way = each.getValue();
            if (!way.equals(there.get(each.getKey()))) {
                boolean lost = way.equals(ways.get(each.getKey()));
                if (!lost || isRepaired(each.getKey(), "route " + each.getKey() + " of table " + packets.table())) {
                    state.put(route(each.getKey(), way), packets.table());
                } else {
                    all = false;
                }
            }
        }
        return all;
    }

    private List<TableRoute> own() throws IOException {
        return state.routes(v6, packets.table()).stream()
                .filter(route -> route.protocol() == DeviceRoutes.PROTOCOL && route.metric() == METRIC)
                .toList();
    }

    private static TableRoute route(IpPrefix prefix, Way way) {
        return new TableRoute(new Network(prefix.address(), prefix.bits()), METRIC, DeviceRoutes.PROTOCOL, way);
    }

    private void removeWays(Map<IpPrefix, Way> wanted, List<TableRoute> own) throws IOException {
        for (TableRoute route : own) {
            if (!wanted.containsKey(UnderlayTable.prefix(route))) {
                state.delete(route, packets.table());
            }
        }
    }

    private boolean setRules(Set<PolicyRule> wanted, List<PolicyRule> present) throws IOException {
        Set<PolicyRule> there = present.stream().filter(packets::isOwn).collect(Collectors.toSet());
        boolean all = true;
        for (PolicyRule rule : wanted) {
            if (!there.contains(rule)) {
                if (!rules.contains(rule) || isRepaired(rule, text(rule))) {
                    state.add(rule);
                } else {
                    all = false;
                }
            }
        }
        Set<PolicyRule> surplus = new HashSet<>(there);
        surplus.removeAll(wanted);
        for (PolicyRule rule : surplus) {
            state.delete(rule);
        }
        return all;
    }

    private static String text(PolicyRule rule) {
        return "rule " + rule.priority() + " for table " + rule.table();
    }

    /** Somebody has taken it away, or changed it: whether it is to be set now, or with the next attempt. */
    private boolean isRepaired(Object name, String text) {
        return switch (repairs.lost(name)) {
            case REPAIR -> {
                LOG.warn("{} was taken away or changed by somebody else, and is set again", text);
                yield true;
            }
            case GIVE_UP -> {
                LOG.error(
                        "{} was taken away or changed {} times within {} s: another program on this host does that; it is set every {} s"
                                + " from now on (\"ip monitor rule route\" shows when)",
                        text,
                        RepairLimit.LOSSES + 1,
                        RepairLimit.WITHIN.toSeconds(),
                        DeviceRoutes.RETRY.toSeconds());
                yield false;
            }
            case WAIT -> false;
        };
    }

    /** What is not there any more is nobody's doing, or what {@link RepairLimit} has put off. */
    void forgetLosses() {
        ways = Map.of();
        rules = Set.of();
    }
}
