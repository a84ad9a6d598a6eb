// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.forward;

import dev.hanse.discovery.dns.wire.Rcode;
import dev.hanse.discovery.dns.wire.RecordType;
import dev.hanse.discovery.dns.wire.WireName;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a resolver that forwards the zone gives all of its answers: private addresses, which many strip lest strangers' names lead into the own network, and
 * more addresses than 512 octets hold. Asks for {@code check.dns.<zone>}, which has both, and says how many. Blocks; any thread.
 */
final class AnswerCheck {

    /** Addresses of IPv4 that the name has, unless its text names fewer: {@code dns.addresses-per-answer}. */
    private static final int MOST = 64;

    private static final Pattern COUNT = Pattern.compile("addresses=([1-9][0-9]?)");

    /** What every resolver takes in a datagram (RFC 1035 section 4.2.1). */
    private static final int SHORT_OCTETS = 512;

    private final Probe probe;
    private final InetSocketAddress resolver;
    private final String zone;
    private final WireName name;

    AnswerCheck(Probe probe, InetSocketAddress resolver, String zone) {
        this.probe = probe;
        this.resolver = resolver;
        this.zone = zone;
        this.name = WireName.of(zone).child("dns").child("check");
    }

    ForwardingCheck.Result check() throws IOException {
        ProbeAnswer ipv4 = probe.ask(resolver, name, RecordType.A);
        if (ipv4.rcode() == Rcode.NXDOMAIN) {
            return new ForwardingCheck.Result(
                    resolver,
                    true,
                    "forwards " + zone + "; whether it gives all answers, only newer gateways tell",
                    "");
        }
        if (!ipv4.isCut() && !ipv4.hasRecord()) {
            return stripped("A", ipv4.rcode());
        }
        ProbeAnswer ipv6 = probe.ask(resolver, name, RecordType.AAAA);
        if (!ipv6.isCut() && !ipv6.hasRecord()) {
            return stripped("AAAA", ipv6.rcode());
        }
        return length(ipv4, expected(probe.ask(resolver, name, RecordType.TXT)));
    }

    /** Gateways that do not say how many addresses they give, give all. */
    private static int expected(ProbeAnswer answer) {
        return answer.text()
                .map(COUNT::matcher)
                .filter(Matcher::matches)
                .map(count -> Integer.parseInt(count.group(1)))
                .filter(count -> count <= MOST)
                .orElse(MOST);
    }

    private ForwardingCheck.Result stripped(String type, int rcode) {
        return failed(
                "it strips private addresses (" + type + " of check.dns." + zone + ": " + Rcode.text(rcode)
                        + " without addresses)",
                "let it take those of this zone: 'rebind-domain-ok=/" + zone + "/' in dnsmasq, 'private-domain: \""
                        + zone + "\"' in Unbound, 'except-from { \"" + zone
                        + "\"; }' behind deny-answer-addresses in BIND");
    }

    /** An answer that does not fit into 512 octets: whoever does not offer more must be sent to TCP. */
    private ForwardingCheck.Result length(ProbeAnswer byDatagram, int expected) {
        if (isWhole(byDatagram, expected) && byDatagram.message().length <= SHORT_OCTETS) {
            return passed();
        }
        ProbeAnswer whole;
        try {
            whole = probe.askOverTcp(resolver, name, RecordType.A);
        } catch (IOException e) {
            return failed(
                    "it does not answer over TCP (" + e.getMessage() + "): long answers reach nobody",
                    "open its TCP port too, or set dns.addresses-per-answer on the gateways to 8: such answers are short");
        }
        if (whole.records() < expected) {
            return failed(
                    "it gives " + whole.records() + " of " + expected + " addresses over TCP",
                    "let it ask the gateways over TCP and with EDNS, or set dns.addresses-per-answer on the gateways to "
                            + Math.max(1, whole.records()));
        }
        if (!byDatagram.isCut() && !isWhole(byDatagram, expected)) {
            return failed(
                    "it cuts long answers to " + byDatagram.records() + " addresses over UDP and does not say so",
                    "lift its limit of addresses in an answer, or set dns.addresses-per-answer on the gateways to "
                            + byDatagram.records());
        }
        return passed();
    }

    private static boolean isWhole(ProbeAnswer answer, int expected) {
        return !answer.isCut() && answer.records() >= expected;
    }

    private ForwardingCheck.Result passed() {
        return new ForwardingCheck.Result(resolver, true, "forwards " + zone, "");
    }

    private ForwardingCheck.Result failed(String detail, String advice) {
        return new ForwardingCheck.Result(resolver, true, detail, advice);
    }
}
