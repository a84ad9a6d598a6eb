// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Arrays;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Asks for one name over and over from one socket, many questions at a time. Arguments: server, name, address, questions. */
final class ManyQuestions implements ClosedLoop.Dialogue {

    private final byte[] query;
    private final String address;
    private final long questions;

    private ManyQuestions(String name, String address, long questions) throws IOException {
        this.query = Message.newQuery(Record.newRecord(Name.fromString(name + "."), Type.A, DClass.IN))
                .toWire();
        this.address = address;
        this.questions = questions;
    }

    public static void main(String... args) throws IOException {
        ManyQuestions dialogue = new ManyQuestions(args[1], args[2], Long.parseLong(args[3]));
        System.out.println(new ClosedLoop(new InetSocketAddress(args[0], 53), dialogue).run() + " answers");
    }

    @Override
    public boolean goesOn(long asked) {
        return asked < questions;
    }

    @Override
    public byte[] query(long number) {
        return query;
    }

    @Override
    public void answer(long number, byte[] octets, int length) throws IOException {
        Message answer = new Message(Arrays.copyOf(octets, length));
        assertThat(answer.getSection(Section.ANSWER))
                .singleElement()
                .isInstanceOfSatisfying(
                        ARecord.class,
                        a -> assertThat(a.getAddress().getHostAddress()).isEqualTo(address));
    }
}
