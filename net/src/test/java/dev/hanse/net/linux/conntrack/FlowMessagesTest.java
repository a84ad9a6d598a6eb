// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux.conntrack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.net.linux.LinuxException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Protects which flows are taken for which: by the right end, transport and port, and that nothing the kernel may say is read beyond its end. */
final class FlowMessagesTest {

    private static final InetSocketAddress ASKED = at("192.0.2.1", 9453);
    private static final InetSocketAddress ANSWERING = at("192.0.2.2", 5353);
    private static final Set<Transport> BOTH = Set.of(Transport.TCP, Transport.UDP);

    private static InetSocketAddress at(String address, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    }

    private static byte[] attribute(int type, byte[]... parts) {
        int octets = 0;
        for (byte[] part : parts) {
            octets += part.length;
        }
        ByteBuffer made = ByteBuffer.allocate((octets + 7) & ~3)
                .order(ByteOrder.nativeOrder())
                .putShort((short) (octets + 4))
                .putShort((short) type);
        for (byte[] part : parts) {
            made.put(part);
        }
        return made.array();
    }

    private static byte[] port(int type, int port) {
        return attribute(type, new byte[] {(byte) (port >> 8), (byte) port});
    }

    private static byte[] tuple(int type, int ip, int protocol, InetSocketAddress from, InetSocketAddress to) {
        return attribute(
                type | 0x8000,
                attribute(
                        1 | 0x8000,
                        attribute(ip, from.getAddress().getAddress()),
                        attribute(ip + 1, to.getAddress().getAddress())),
                attribute(
                        2 | 0x8000,
                        attribute(1, new byte[] {(byte) protocol}),
                        port(2, from.getPort()),
                        port(3, to.getPort())));
    }

    private static byte[] flow(int protocol, InetSocketAddress asked, InetSocketAddress answering) {
        boolean ipv4 = asked.getAddress().getAddress().length == 4;
        InetSocketAddress client = at(ipv4 ? "10.1.2.3" : "fd00::3", 40_000);
        int ip = ipv4 ? 1 : 3;
        return message(
                1 << 8,
                new byte[] {(byte) (ipv4 ? 2 : 10), 0, 0, 0},
                tuple(1, ip, protocol, client, asked),
                tuple(2, ip, protocol, answering, client),
                attribute(7, new byte[] {0, 0, 0, 30}),
                attribute(12, new byte[] {1, 2, 3, 4}));
    }

    private static byte[] message(int type, byte[]... parts) {
        byte[] content = attribute(0, parts);
        return ByteBuffer.allocate(16 + content.length - 4)
                .order(ByteOrder.nativeOrder())
                .putInt(16 + content.length - 4)
                .putShort((short) type)
                .putShort((short) 2)
                .putInt(1)
                .putInt(0)
                .put(content, 4, content.length - 4)
                .array();
    }

    private static ByteBuffer answer(byte[]... messages) {
        ByteBuffer all = ByteBuffer.allocate(4_096).order(ByteOrder.nativeOrder());
        for (byte[] each : messages) {
            all.put(each);
        }
        return all.flip();
    }

    private static List<FlowMessage> flows(byte[]... messages) throws LinuxException {
        List<FlowMessage> heard = new ArrayList<>();
        assertThat(FlowMessages.read(answer(messages), heard::add)).isFalse();
        return heard;
    }

    @Test
    void aFlowIsKnownByTheEndThatIsAskedFor() throws LinuxException {
        FlowMessage flow = flows(flow(17, ASKED, ANSWERING)).getFirst();
        assertThat(flow.has(FlowEnd.SENT_TO, Set.of(ASKED), BOTH)).isTrue();
        assertThat(flow.has(FlowEnd.SENT_TO, Set.of(ANSWERING), BOTH)).isFalse();
        assertThat(flow.has(FlowEnd.ANSWERED_BY, Set.of(ANSWERING), BOTH)).isTrue();
        assertThat(flow.has(FlowEnd.ANSWERED_BY, Set.of(ASKED), BOTH)).isFalse();
        assertThat(flow.has(FlowEnd.SENT_TO, Set.of(at("192.0.2.1", 9454), at("192.0.2.9", 9453)), BOTH))
                .isFalse();
    }

    @Test
    void transportsAndFamiliesAreToldApart() throws LinuxException {
        InetSocketAddress ipv6 = at("2001:db8::1", 53);
        List<FlowMessage> both = flows(flow(6, ASKED, ANSWERING), flow(17, ipv6, ipv6));
        assertThat(both.getFirst().has(FlowEnd.SENT_TO, Set.of(ASKED), Set.of(Transport.UDP)))
                .isFalse();
        assertThat(both.getFirst().has(FlowEnd.SENT_TO, Set.of(ASKED), Set.of(Transport.TCP)))
                .isTrue();
        assertThat(both.getLast().has(FlowEnd.ANSWERED_BY, Set.of(ipv6, ASKED), BOTH))
                .isTrue();
        assertThat(both).extracting(FlowMessage::family).containsExactly((byte) 2, (byte) 10);
    }

    @Test
    void itsNameIsWhereItBeganAndItsNumber() throws LinuxException {
        FlowMessage flow = flows(flow(17, ASKED, ANSWERING)).getFirst();
        byte[] tuple = tuple(1, 1, 17, at("10.1.2.3", 40_000), ASKED);
        byte[] number = attribute(12, new byte[] {1, 2, 3, 4});
        assertThat(flow.name())
                .isEqualTo(ByteBuffer.allocate(tuple.length + number.length)
                        .put(tuple)
                        .put(number)
                        .array());
    }

    /** As conntrack(8) asks with {@code --reply-src} and {@code --orig-dst}. */
    @Test
    void theKernelIsAskedForOneAddress() {
        assertThat(FlowFilter.of(FlowEnd.ANSWERED_BY, ANSWERING.getAddress()))
                .isEqualTo(joined(
                        attribute(2 | 0x8000, attribute(1 | 0x8000, attribute(1, new byte[] {(byte) 192, 0, 2, 2}))),
                        attribute(25 | 0x8000, attribute(2, number(1)))));
        assertThat(FlowFilter.of(FlowEnd.SENT_TO, ASKED.getAddress()))
                .isEqualTo(joined(
                        attribute(1 | 0x8000, attribute(1 | 0x8000, attribute(2, new byte[] {(byte) 192, 0, 2, 1}))),
                        attribute(25 | 0x8000, attribute(1, number(2)))));
        assertThat(FlowFilter.of(FlowEnd.SENT_TO, InetAddress.ofLiteral("fd00::1")))
                .as("the kernel has it the wrong way round")
                .isEmpty();
    }

    private static byte[] number(int number) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.nativeOrder())
                .putInt(number)
                .array();
    }

    private static byte[] joined(byte[] one, byte[] other) {
        return ByteBuffer.allocate(one.length + other.length)
                .put(one)
                .put(other)
                .array();
    }

    @Test
    void theKernelsLastWordIsTheLast() throws LinuxException {
        List<FlowMessage> heard = new ArrayList<>();
        assertThat(FlowMessages.read(answer(flow(17, ASKED, ASKED), message(3, new byte[4])), heard::add))
                .isTrue();
        assertThat(heard).hasSize(1);
        assertThat(FlowMessages.read(answer(message(2, new byte[4])), heard::add))
                .isTrue();
        byte[] refused =
                ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(-1).array();
        assertThatThrownBy(() -> FlowMessages.read(answer(message(2, refused)), heard::add))
                .isInstanceOf(LinuxException.class);
    }

    @Test
    void nothingIsReadBeyondItsEnd() throws LinuxException {
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        byte[] whole = flow(17, ASKED, ANSWERING);
        for (int i = 0; i < 20_000; i++) {
            byte[] broken = whole.clone();
            // Not the type: an error is thrown, as it should be.
            broken[16 + random.nextInt(broken.length - 16)] = (byte) random.nextInt();
            FlowMessages.read(answer(broken), flow -> {
                flow.has(FlowEnd.ANSWERED_BY, Set.of(ANSWERING), BOTH);
                flow.name();
            });
        }
    }
}
