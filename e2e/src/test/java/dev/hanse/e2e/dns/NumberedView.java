// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * A view of which every record tells the version: eight endpoints with both families and a port that all change with
 * each version, and a service that is there in even ones only.
 */
final class NumberedView {
    private static final int ENDPOINTS = 8;
    private static final int ALL = (1 << ENDPOINTS) - 1;
    private static final int FIRST_PORT = 1_000;
    private static final int BASE = 250;
    private static final String MANY = "many.n.svc.clusterset.local.";

    private final List<byte[]> queries = List.of(
            query(MANY, Type.A),
            query(MANY, Type.AAAA),
            query("flip.n.svc.clusterset.local.", Type.A),
            query("_p._tcp." + MANY, Type.SRV));

    private static byte[] query(String name, int type) {
        try {
            Message query = Message.newQuery(Record.newRecord(Name.fromString(name), type, DClass.IN));
            query.addRecord(new OPTRecord(1_232, 0, 0), Section.ADDITIONAL);
            return query.toWire();
        } catch (IOException e) {
            throw new IllegalArgumentException(name, e);
        }
    }

    /** The lines that make this version of any version before. */
    static String lines(int version) {
        String port = "service n/many headless p/tcp/" + (FIRST_PORT + version) + "\n";
        String high = version / BASE + "." + version % BASE;
        String endpoints = IntStream.rangeClosed(1, ENDPOINTS)
                .mapToObj(i -> "10.%s.%d,h%d fd00::%x:%x,h%d".formatted(high, i, i, version, i, i))
                .collect(Collectors.joining(" "));
        String flip = version % 2 == 1
                ? "remove n/flip"
                : "service n/flip cluster-set-ip http/tcp/80\nendpoints n/flip east 10.%s.1".formatted(high);
        return port + "endpoints n/many east " + endpoints + "\n" + flip;
    }

    /** The query of this number, to be written into. */
    byte[] query(long number) {
        return queries.get((int) (number % queries.size()));
    }

    /** The one version that all of the answer is of; fails if there is none. */
    int version(long number, byte[] octets, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(octets, 0, length);
        Message answer = new Message(buffer);
        return switch ((int) (number % queries.size())) {
            case 0 -> ofMany(answer, Type.A);
            case 1 -> ofMany(answer, Type.AAAA);
            case 2 -> ofFlip(answer);
            default -> ofPorts(answer);
        };
    }

    private static int ofMany(Message answer, int type) {
        List<Record> records = answer.getSection(Section.ANSWER);
        assertThat(records).hasSize(ENDPOINTS);
        return sameVersion(records, type);
    }

    private static int ofFlip(Message answer) {
        if (answer.getRcode() == Rcode.NXDOMAIN) {
            SOARecord soa = (SOARecord) answer.getSection(Section.AUTHORITY).getFirst();
            assertThat(soa.getSerial() % 2).isEqualTo(1);
            return (int) soa.getSerial();
        }
        int version = version(answer.getSection(Section.ANSWER).getFirst());
        assertThat(version % 2).isZero();
        return version;
    }

    private static int ofPorts(Message answer) {
        int hosts = 0;
        int version = ((SRVRecord) answer.getSection(Section.ANSWER).getFirst()).getPort() - FIRST_PORT;
        for (Record each : answer.getSection(Section.ANSWER)) {
            SRVRecord service = (SRVRecord) each;
            assertThat(service.getPort()).isEqualTo(FIRST_PORT + version);
            hosts |= 1 << (service.getTarget().getLabelString(0).charAt(1) - '1');
        }
        assertThat(hosts).isEqualTo(ALL);
        for (int type : new int[] {Type.A, Type.AAAA}) {
            List<Record> addresses = answer.getSection(Section.ADDITIONAL).stream()
                    .filter(r -> r.getType() == type)
                    .toList();
            assertThat(sameVersion(addresses, type)).isEqualTo(version);
        }
        return version;
    }

    /** Each of the eight endpoints once, and all of one version. */
    private static int sameVersion(List<Record> records, int type) {
        int seen = 0;
        int version = version(records.getFirst());
        for (Record each : records) {
            assertThat(each.getType()).isEqualTo(type);
            assertThat(version(each)).isEqualTo(version);
            seen |= 1 << (octets(each)[octets(each).length - 1] - 1);
        }
        assertThat(seen).isEqualTo(ALL);
        return version;
    }

    private static int version(Record address) {
        byte[] octets = octets(address);
        return octets.length == 4
                ? (octets[1] & 0xff) * BASE + (octets[2] & 0xff)
                : (octets[12] & 0xff) << 8 | octets[13] & 0xff;
    }

    private static byte[] octets(Record address) {
        return address instanceof ARecord ipv4
                ? ipv4.getAddress().getAddress()
                : ((AAAARecord) address).getAddress().getAddress();
    }
}
