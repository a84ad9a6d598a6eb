// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux.rtnetlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.net.linux.LinuxException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Protects what is made of the kernel's words, laid out as in rtnetlink(7). */
class MessageReaderTest {

    private final ByteBuffer octets = ByteBuffer.allocate(4096).order(ByteOrder.nativeOrder());

    @Test
    void aRouteHasItsDestinationItsMakerAndItsDevice() throws LinuxException {
        route(24, 2, 16, 104, new byte[] {10, 2, 0, 0}, 7);
        route(25, 10, 64, 3, new byte[] {(byte) 0xfd, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 9);
        assertThat(read())
                .containsExactly(
                        new NetworkMessage.Route(InetAddress.ofLiteral("10.2.0.0"), 16, 104, 7, 0, 0, false, false),
                        new NetworkMessage.Route(InetAddress.ofLiteral("fd00:2::"), 64, 3, 9, 0, 0, false, true));
    }

    @Test
    void aDefaultRouteHasNoDestination() throws LinuxException {
        message(
                24,
                body -> body.put(new byte[] {2, 0, 0, 0, (byte) 254, 4, 0, 1}).putInt(0));
        assertThat(read())
                .containsExactly(
                        new NetworkMessage.Route(InetAddress.ofLiteral("0.0.0.0"), 0, 4, 0, 0, 0, false, false));
    }

    @Test
    void anUnreachableRouteHasItsMetric() throws LinuxException {
        message(
                24,
                body -> body.put(new byte[] {2, 16, 0, 0, (byte) 254, 104, 0, 7})
                        .putInt(0)
                        .putShort((short) 8)
                        .putShort((short) 1)
                        .put(new byte[] {10, 2, 0, 0})
                        .putShort((short) 8)
                        .putShort((short) 6)
                        .putInt(0xfa56_ea00));
        assertThat(read())
                .containsExactly(new NetworkMessage.Route(
                        InetAddress.ofLiteral("10.2.0.0"), 16, 104, 0, 4_200_000_000L, 0, true, false));
    }

    @Test
    void aRouteHasItsMtu() throws LinuxException {
        message(
                24,
                body -> body.put(new byte[] {2, 16, 0, 0, (byte) 254, 104, 0, 1})
                        .putInt(0)
                        .putShort((short) 8)
                        .putShort((short) 1)
                        .put(new byte[] {10, 2, 0, 0})
                        .putShort((short) 20)
                        .putShort((short) 8)
                        .putShort((short) 8)
                        .putShort((short) 7)
                        .putInt(3)
                        .putShort((short) 8)
                        .putShort((short) 2)
                        .putInt(1340));
        assertThat(read())
                .containsExactly(
                        new NetworkMessage.Route(InetAddress.ofLiteral("10.2.0.0"), 16, 104, 0, 0, 1340, false, false));
    }

    @Test
    void routesThatAreNotToSomewhereAreLeftOut() throws LinuxException {
        message(
                24,
                body -> body.put(new byte[] {2, 32, 0, 0, (byte) 255, 2, 0, 2}).putInt(0));
        message(
                24,
                body -> body.put(new byte[] {7, 32, 0, 0, (byte) 255, 2, 0, 1}).putInt(0));
        assertThat(read()).isEmpty();
    }

    @Test
    void aLinkHasItsNameAndWhetherItIsUp() throws LinuxException {
        link(16, 0x1043, "hanse0");
        link(16, 0x1002, "eth0");
        link(17, 0x1002, "veth-12");
        assertThat(read())
                .containsExactly(
                        new NetworkMessage.Link(5, "hanse0", true, false),
                        new NetworkMessage.Link(5, "eth0", false, false),
                        new NetworkMessage.Link(5, "veth-12", false, true));
    }

    @Test
    void addressesAreOnlyNoticedAndOtherMessagesPassedOver() throws LinuxException {
        message(20, body -> body.put(new byte[8]));
        message(28, body -> body.put(new byte[12]));
        message(21, body -> body.put(new byte[8]));
        assertThat(read()).containsExactly(new NetworkMessage.Address(), new NetworkMessage.Address());
    }

    @Test
    void theEndOfAnAnswerIsSeenAndWhatFollowsIsNot() throws LinuxException {
        message(3, body -> body.putInt(0));
        link(16, 1, "hanse0");
        octets.flip();
        List<NetworkMessage> heard = new ArrayList<>();
        assertThat(MessageReader.read(octets, heard)).isTrue();
        assertThat(heard).isEmpty();
    }

    @Test
    void aRefusalIsNotAnEmptyAnswer() {
        message(2, body -> body.putInt(-1));
        assertThatThrownBy(this::read).isInstanceOf(LinuxException.class).hasMessageContaining("EPERM");
    }

    @Test
    void anAnswerThatChangesMeanwhileIsNotTakenForWhole() {
        message(3, body -> body.putInt(0));
        octets.putShort(6, (short) 0x12);
        assertThatThrownBy(this::read).isInstanceOf(LinuxException.class).hasMessageContaining("EINTR");
    }

    @Property
    void nothingThatIsSaidBreaksTheReader(@ForAll byte[] anything) throws LinuxException {
        try {
            MessageReader.read(ByteBuffer.wrap(anything).order(ByteOrder.nativeOrder()), new ArrayList<>());
        } catch (LinuxException _) {
            // A refusal, by chance.
        }
    }

    private List<NetworkMessage> read() throws LinuxException {
        octets.flip();
        List<NetworkMessage> heard = new ArrayList<>();
        MessageReader.read(octets, heard);
        return heard;
    }

    private void link(int type, int flags, String name) {
        message(type, body -> {
            body.put(new byte[4]).putInt(5).putInt(flags).putInt(0);
            attribute(body, 4, new byte[] {0x14, 5, 0, 0});
            attribute(body, 3, (name + "\0").getBytes(StandardCharsets.US_ASCII));
        });
    }

    private void route(int type, int family, int bits, int protocol, byte[] destination, int device) {
        message(type, body -> {
            body.put(new byte[] {(byte) family, (byte) bits, 0, 0, (byte) 254, (byte) protocol, 0, 1})
                    .putInt(0);
            attribute(body, 15, new byte[] {(byte) 254, 0, 0, 0});
            attribute(body, 1, destination);
            body.putShort((short) 8).putShort((short) 4).putInt(device);
        });
    }

    private static void attribute(ByteBuffer body, int type, byte[] value) {
        body.putShort((short) (4 + value.length)).putShort((short) type).put(value);
        body.put(new byte[MessageReader.aligned(value.length) - value.length]);
    }

    private void message(int type, Consumer<ByteBuffer> body) {
        int start = octets.position();
        octets.putInt(0).putShort((short) type).putShort((short) 0).putInt(1).putInt(0);
        body.accept(octets);
        octets.putInt(start, octets.position() - start);
    }
}
