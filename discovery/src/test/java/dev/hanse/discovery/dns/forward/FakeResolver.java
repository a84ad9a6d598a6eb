// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.forward;

import dev.hanse.net.testing.FreePorts;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** A resolver on loopback that answers as it is told; each query takes the next reply, the last one serves for all later ones. */
final class FakeResolver implements AutoCloseable {

    private static final int TTL_SECONDS = 5;

    /** How one query is answered; empty: not at all. */
    interface Reply {
        Optional<Message> to(Message query);
    }

    private final DatagramSocket socket;
    private final List<Reply> replies;
    private Optional<ServerSocket> tcp = Optional.empty();

    private FakeResolver(DatagramSocket socket, List<Reply> replies) {
        this.socket = socket;
        this.replies = replies;
    }

    static FakeResolver start(Reply... replies) throws IOException {
        DatagramSocket socket = new DatagramSocket(FreePorts.one(), InetAddress.getLoopbackAddress());
        FakeResolver resolver = new FakeResolver(socket, List.of(replies));
        Thread.ofVirtual().start(resolver::run);
        return resolver;
    }

    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    private void run() {
        for (int turn = 0; !socket.isClosed(); turn++) {
            try {
                DatagramPacket packet = new DatagramPacket(new byte[512], 512);
                socket.receive(packet);
                Message query = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
                Optional<Message> reply =
                        replies.get(Math.min(turn, replies.size() - 1)).to(query);
                if (reply.isPresent()) {
                    byte[] octets = reply.get().toWire();
                    socket.send(new DatagramPacket(octets, octets.length, packet.getSocketAddress()));
                }
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    /** Answers over TCP too, one query on each connection. */
    FakeResolver andOverTcp(Reply reply) throws IOException {
        ServerSocket server = new ServerSocket();
        server.bind(socket.getLocalSocketAddress());
        tcp = Optional.of(server);
        Thread.ofVirtual().start(() -> serve(server, reply));
        return this;
    }

    private static void serve(ServerSocket server, Reply reply) {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                DataInputStream in = new DataInputStream(client.getInputStream());
                byte[] query = new byte[in.readUnsignedShort()];
                in.readFully(query);
                byte[] answer = reply.to(new Message(query)).orElseThrow().toWire();
                DataOutputStream out = new DataOutputStream(client.getOutputStream());
                out.writeShort(answer.length);
                out.write(answer);
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    static boolean isVersion(Message query) {
        return query.getQuestion().getType() == Type.TXT;
    }

    static boolean isAboutCheck(Message query) {
        return query.getQuestion().getName().toString().startsWith("check.dns.");
    }

    /** Knows the zone, by gateways that do not say how many addresses they give; its other answers are as given. */
    static Optional<Message> forwarding(Message query, Optional<Message> other) {
        return switch (query.getQuestion().getType()) {
            case Type.TXT -> isAboutCheck(query) ? empty(query) : withVersion(query);
            case Type.SOA -> with(query, soa(query.getQuestion().getName()));
            default -> other;
        };
    }

    private static Record soa(Name zone) {
        return new SOARecord(zone, DClass.IN, TTL_SECONDS, zone, zone, 1, 1, 1, 1, 1);
    }

    static Optional<Message> empty(Message query) {
        return Optional.of(answer(query));
    }

    static Optional<Message> missing(Message query) {
        Message answer = answer(query);
        answer.getHeader().setRcode(Rcode.NXDOMAIN);
        return Optional.of(answer);
    }

    static Optional<Message> with(Message query, String address) {
        Name name = query.getQuestion().getName();
        InetAddress literal = InetAddress.ofLiteral(address);
        return with(
                query,
                literal instanceof Inet6Address
                        ? new AAAARecord(name, DClass.IN, TTL_SECONDS, literal)
                        : new ARecord(name, DClass.IN, TTL_SECONDS, literal));
    }

    /** With this many addresses. */
    static Optional<Message> withAddresses(Message query, int count) {
        Message answer = answer(query);
        for (int i = 1; i <= count; i++) {
            with(query, "10.53.53." + i)
                    .orElseThrow()
                    .getSection(Section.ANSWER)
                    .forEach(each -> answer.addRecord(each, Section.ANSWER));
        }
        return Optional.of(answer);
    }

    static Optional<Message> withVersion(Message query) {
        return withText(query, "1.0.0");
    }

    static Optional<Message> withText(Message query, String text) {
        return with(query, new TXTRecord(query.getQuestion().getName(), DClass.IN, TTL_SECONDS, text));
    }

    private static Optional<Message> with(Message query, Record record) {
        Message answer = answer(query);
        answer.addRecord(record, Section.ANSWER);
        return Optional.of(answer);
    }

    private static Message answer(Message query) {
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.addRecord(query.getQuestion(), Section.QUESTION);
        return answer;
    }

    @Override
    public void close() throws IOException {
        socket.close();
        if (tcp.isPresent()) {
            tcp.get().close();
        }
    }
}
