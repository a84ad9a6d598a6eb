// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.forward;

import dev.hanse.discovery.dns.wire.Rcode;
import dev.hanse.discovery.dns.wire.RecordType;
import dev.hanse.discovery.dns.wire.WireName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Proves from this host that the zone is forwarded: asks a resolver for the schema version ({@code
 * dns-version.<zone>} TXT), which only a responder of the cluster set knows, and then for the zone's SOA record, which
 * lives for seconds: caches keep the first for hours. Then whether answers come through as they are ({@link AnswerCheck}). Blocks; any thread.
 */
public final class ForwardingCheck {

    private static final int DNS_PORT = 53;

    /** What resolver libraries read of {@code resolv.conf(5)}: MAXNS. */
    private static final int MAX_RESOLVERS = 3;

    private final Duration limit;
    private final Probe probe;

    /**
     * With a limit for each question.
     *
     * @param random for query identifiers; a secure one
     */
    public ForwardingCheck(Duration limit, RandomGenerator random) {
        this.limit = limit;
        this.probe = new Probe(limit, random);
    }

    /**
     * What one resolver said.
     *
     * @param resolver who was asked
     * @param forwarded whether it knows the zone
     * @param detail what it said, and what that means
     * @param advice what to do about that; empty if the zone is forwarded and all of its answers come through
     */
    public record Result(InetSocketAddress resolver, boolean forwarded, String detail, String advice) {}

    /**
     * The resolvers that this host uses, as {@code resolv.conf(5)} has them: the first three, or the host itself if there
     * is none; lines with something else than an address count for nothing.
     */
    public static List<InetSocketAddress> resolvers(Path resolvConf) throws IOException {
        try (Stream<String> lines = Files.lines(resolvConf)) {
            List<InetSocketAddress> resolvers = lines.map(line -> line.strip().split("\\s+"))
                    .filter(words -> words.length > 1 && words[0].equals("nameserver"))
                    .flatMap(words -> literal(words[1]).stream())
                    .limit(MAX_RESOLVERS)
                    .map(address -> new InetSocketAddress(address, DNS_PORT))
                    .toList();
            return resolvers.isEmpty()
                    ? List.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), DNS_PORT))
                    : resolvers;
        }
    }

    private static Optional<InetAddress> literal(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Asks one resolver about the zone. */
    public Result check(InetSocketAddress resolver, String zone) {
        WireName apex = WireName.of(zone);
        try {
            ProbeAnswer version = probe.ask(resolver, apex.child("dns-version"), RecordType.TXT);
            if (!version.hasRecord()) {
                return refusal(resolver, version.rcode(), "");
            }
            ProbeAnswer authority = probe.ask(resolver, apex, RecordType.SOA);
            return authority.hasRecord()
                    ? new AnswerCheck(probe, resolver, zone).check()
                    : refusal(resolver, authority.rcode(), "it knows the zone from its cache only: ");
        } catch (SocketTimeoutException e) {
            return silence(resolver, "no answer within " + limit.toMillis() + " ms");
        } catch (PortUnreachableException e) {
            return silence(resolver, "nothing listens there");
        } catch (IOException e) {
            return silence(resolver, "cannot be asked: " + e.getMessage());
        }
    }

    private static Result silence(InetSocketAddress resolver, String detail) {
        return new Result(resolver, false, detail, "see that it runs and that this host may ask it over UDP");
    }

    private static Result refusal(InetSocketAddress resolver, int rcode, String context) {
        String meaning = switch (rcode) {
            case Rcode.NXDOMAIN, Rcode.NOERROR -> "it does not forward the zone";
            case Rcode.SERVFAIL -> "it cannot reach a gateway, or the gateway has no view yet";
            case Rcode.REFUSED -> "it refuses this host, or serves another zone";
            default -> "unexpected";
        };
        String advice = switch (rcode) {
            case Rcode.SERVFAIL -> "see that the gateways run, are ready and can be reached from it";
            case Rcode.REFUSED -> "let it answer this host, or name its zone with --zone";
            default -> "configure it as 'hanse dns-config --gateway ADDRESS' says";
        };
        return new Result(resolver, false, context + Rcode.text(rcode) + ": " + meaning, advice);
    }
}
