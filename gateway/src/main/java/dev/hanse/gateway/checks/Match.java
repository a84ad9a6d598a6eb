// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.checks;

import dev.hanse.net.address.IpPrefix;
import java.util.List;
import java.util.Set;

/** One condition of a rule. What is not understood may always hold. */
@FunctionalInterface
interface Match {

    /** May hold. */
    Match UNKNOWN = _ -> Answer.MAYBE;

    /** Whether it holds for a packet. */
    Answer of(Probe probe);

    default Match negated() {
        return probe -> of(probe).negated();
    }

    static Match negatedIf(boolean negated, Match match) {
        return negated ? match.negated() : match;
    }

    /** Any of them holds. */
    static Match any(List<Match> matches) {
        return probe -> matches.stream()
                .map(each -> each.of(probe))
                .max(Enum::compareTo)
                .orElse(Answer.NO);
    }

    /** The device that the packet came by, as {@code eth0} or {@code eth+} or {@code eth*}. */
    static Match input(String name) {
        return probe -> device(name, probe, probe.inbound());
    }

    /** The device that the packet leaves by. */
    static Match output(String name) {
        return probe -> device(name, probe, !probe.inbound());
    }

    /** At the pods' side it may be any but the tunnel and the loopback device, which nothing is forwarded through. */
    private static Answer device(String name, Probe probe, boolean tunnel) {
        boolean open = name.endsWith("+") || name.endsWith("*");
        String begin = open ? name.substring(0, name.length() - 1) : name;
        if (tunnel) {
            return Answer.of(
                    open ? probe.device().startsWith(begin) : probe.device().equals(begin));
        }
        if (open) {
            return begin.isEmpty() ? Answer.YES : Answer.MAYBE;
        }
        return begin.equals(probe.device()) || begin.equals("lo") ? Answer.NO : Answer.MAYBE;
    }

    /** The address that the packet comes from. */
    static Match source(IpPrefix prefix) {
        return probe -> address(prefix, probe, !probe.inbound());
    }

    /** The address that the packet goes to. */
    static Match destination(IpPrefix prefix) {
        return probe -> address(prefix, probe, probe.inbound());
    }

    private static Answer address(IpPrefix prefix, Probe probe, boolean pods) {
        if (prefix.bits() == 0 || !pods) {
            return sameFamily(prefix, probe) ? (prefix.bits() == 0 ? Answer.YES : Answer.MAYBE) : Answer.NO;
        }
        if (probe.pods().stream().noneMatch(prefix::overlaps)) {
            return Answer.NO;
        }
        return probe.pods().stream().allMatch(prefix::contains) ? Answer.YES : Answer.MAYBE;
    }

    private static boolean sameFamily(IpPrefix prefix, Probe probe) {
        return prefix.address() instanceof java.net.Inet6Address == probe.v6();
    }

    /** What connection tracking says; in lower case. */
    static Match state(Set<String> states) {
        return probe -> Answer.of(states.contains(probe.state()));
    }

    /** The protocol above IP: the packet is TCP. */
    static Match protocol(Set<String> names) {
        return _ -> Answer.of(names.contains("tcp") || names.contains("6") || names.contains("all"));
    }

    /** IPv6 or IPv4. */
    static Match family(boolean v6) {
        return probe -> Answer.of(probe.v6() == v6);
    }
}
