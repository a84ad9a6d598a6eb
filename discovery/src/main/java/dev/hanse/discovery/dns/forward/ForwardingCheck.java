// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.forward;

import dev.hanse.discovery.dns.wire.Octets;
import dev.hanse.discovery.dns.wire.Rcode;
import dev.hanse.discovery.dns.wire.RecordType;
import dev.hanse.discovery.dns.wire.WireName;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Proves from this host that the zone is forwarded: asks a resolver for the schema version ({@code
 * dns-version.<zone>} TXT), which only a
 * responder of the cluster set knows. Blocks; any thread.
 */
public final class ForwardingCheck {

    private static final int DNS_PORT = 53;
    private static final int FLAG_RD = 0x0100;
    private static final int HEADER = 12;

    private final Duration timeout;
    private final RandomGenerator random;

    /**
     * With a limit for each resolver.
     *
     * @param random for query identifiers; a secure one
     */
    public ForwardingCheck(Duration timeout, RandomGenerator random) {
        this.timeout = timeout;
        this.random = random;
    }

    /**
     * What one resolver said.
     *
     * @param resolver who was asked
     * @param forwarded whether it knows the zone
     * @param detail what it said otherwise, and what that means
     */
    public record Result(InetSocketAddress resolver, boolean forwarded, String detail) {}

    /** The resolvers that this host uses, as {@code resolv.conf(5)} has them. */
    public static List<InetSocketAddress> resolvers(Path resolvConf) throws IOException {
        try (Stream<String> lines = Files.lines(resolvConf)) {
            return lines.map(line -> line.strip().split("\\s+"))
                    .filter(words -> words.length > 1 && words[0].equals("nameserver"))
                    .map(words -> new InetSocketAddress(InetAddress.ofLiteral(words[1]), DNS_PORT))
                    .toList();
        }
    }

    /** Asks one resolver about the zone. */
    public Result check(InetSocketAddress resolver, String zone) {
        WireName name = WireName.of(zone).child("dns-version");
        byte[] query = query(name);
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(resolver);
            socket.setSoTimeout((int) timeout.toMillis());
            socket.send(new DatagramPacket(query, query.length));
            DatagramPacket packet = new DatagramPacket(new byte[4_096], 4_096);
            do {
                socket.receive(packet);
            } while (packet.getLength() < HEADER || Octets.u16(packet.getData(), 0) != Octets.u16(query, 0));
            return judge(resolver, name, packet.getData());
        } catch (SocketTimeoutException e) {
            return new Result(resolver, false, "no answer within " + timeout.toMillis() + " ms");
        } catch (IOException e) {
            return new Result(resolver, false, "cannot be asked: " + e.getMessage());
        }
    }

    private byte[] query(WireName name) {
        byte[] query = new byte[HEADER + name.length() + 4];
        Octets.putU16(query, 0, random.nextInt(0x1_0000));
        Octets.putU16(query, 2, FLAG_RD);
        Octets.putU16(query, 4, 1);
        System.arraycopy(name.octets(), 0, query, HEADER, name.length());
        Octets.putU16(query, HEADER + name.length(), RecordType.TXT);
        Octets.putU16(query, HEADER + name.length() + 2, 1);
        return query;
    }

    private static Result judge(InetSocketAddress resolver, WireName name, byte[] answer) {
        int rcode = Octets.u16(answer, 2) & 0xf;
        if (rcode == Rcode.NOERROR && Octets.u16(answer, 6) > 0) {
            return new Result(resolver, true, "answers " + name);
        }
        String meaning = switch (rcode) {
            case Rcode.NXDOMAIN, Rcode.NOERROR -> "it does not forward the zone";
            case Rcode.SERVFAIL -> "it cannot reach the responder, or the responder has no view yet";
            case Rcode.REFUSED -> "it refuses this host, or forwards to a responder of another zone";
            default -> "unexpected";
        };
        return new Result(resolver, false, Rcode.text(rcode) + ": " + meaning);
    }
}
