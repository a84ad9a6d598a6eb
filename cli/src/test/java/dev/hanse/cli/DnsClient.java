// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/**
 * Asks a responder over TCP, which no limit cuts.
 *
 * @param server where it answers
 */
record DnsClient(InetSocketAddress server) {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int BURST = 4;

    List<String> addresses(String name) {
        return records(name, Type.A).stream()
                .map(record -> ((ARecord) record).getAddress().getHostAddress())
                .toList();
    }

    List<Record> records(String name, int type) {
        return ask(query(name, type, DClass.IN)).getSection(Section.ANSWER);
    }

    int rcode(String name) {
        return ask(query(name, Type.A, DClass.IN)).getRcode();
    }

    /** What {@code id.server} tells (RFC 4892). */
    String identity() {
        Message answer = ask(query("id.server", Type.TXT, DClass.CH));
        return String.join("", ((TXTRecord) answer.getSection(Section.ANSWER).getFirst()).getStrings());
    }

    /** Whether one of some queries from one socket is told to come back over TCP. */
    boolean isCutOverUdp(String name) {
        byte[] query = query(name, Type.A, DClass.IN).toWire();
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(server);
            socket.setSoTimeout(200);
            for (int i = 0; i < BURST; i++) {
                socket.send(new DatagramPacket(query, query.length));
            }
            while (true) {
                DatagramPacket answer = new DatagramPacket(new byte[4096], 4096);
                socket.receive(answer);
                if (new Message(answer.getData()).getHeader().getFlag(Flags.TC)) {
                    return true;
                }
            }
        } catch (SocketTimeoutException _) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Message ask(Message query) {
        try {
            SimpleResolver resolver = new SimpleResolver(server);
            resolver.setTCP(true);
            resolver.setTimeout(PATIENCE);
            return resolver.send(query);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Message query(String name, int type, int dnsClass) {
        return Message.newQuery(Record.newRecord(Name.fromConstantString(name + "."), type, dnsClass));
    }
}
