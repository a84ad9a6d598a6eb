// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects the native edge, on loopback: structures, options and error numbers are those of the kernel. */
class LinuxDatagramPortTest extends DatagramPortContract {

    private static final int BUFFER = 1 << 20;

    private LinuxDatagramPort first;
    private LinuxDatagramPort second;

    @BeforeEach
    void bind() throws IOException {
        first = LinuxDatagramPort.open(loopback(), BUFFER);
        second = LinuxDatagramPort.open(loopback(), BUFFER);
    }

    @AfterEach
    void unbind() {
        first.close();
        second.close();
        second.close();
    }

    @Test
    void sendsManyAtOnce() {
        assertThat(LinuxDatagramPort.available()).isTrue();
        assertThat(first.maxDatagrams()).isEqualTo(64);
        assertThat(first.receivesBatches()).isTrue();
    }

    @Test
    void tellsWhatTheKernelGranted() throws IOException {
        assertThat(first.buffers()).hasValueSatisfying(buffers -> {
            assertThat(buffers.receive()).isBetween(1, BUFFER);
            assertThat(buffers.send()).isBetween(1, BUFFER);
        });
        try (LinuxDatagramPort small = LinuxDatagramPort.open(loopback(), 1 << 16)) {
            assertThat(small.buffers()).contains(new SocketBuffers(1 << 16, 1 << 16));
        }
    }

    /** Each is sent alone, so that the kernel joins none. */
    @Test
    void countsWhatCameWhileItWasFull() {
        int sent = 10_000;
        for (int i = 0; i < sent; i++) {
            first.send(new byte[1000], 0, 1000, 1000, second.localAddress());
        }
        DatagramBurst burst = new DatagramBurst();
        int received = 0;
        while (second.receive(burst)) {
            received++;
        }
        assertThat(second.lost()).isPositive().isEqualTo(sent - received);
        assertThat(first.lost()).isZero();
    }

    /** The size of segments and the treatment of large ones stay with the socket. */
    @Test
    void sendsOneWholeAmongSegments() {
        byte[] octets = new byte[6000];
        InetSocketAddress to = second.localAddress();
        for (DatagramPort.Carriage carriage : DatagramPort.Carriage.values()) {
            assertThat(first.send(octets, 0, 6000, 1000, to)).isEqualTo(DatagramPort.Sent.TAKEN);
            assertThat(first.send(octets, 0, 5000, 5000, to, carriage)).isEqualTo(DatagramPort.Sent.TAKEN);
            assertBurst(6000, 1000);
            assertBurst(5000, 5000);
        }
    }

    private void assertBurst(int octets, int datagram) {
        DatagramBurst burst = new DatagramBurst();
        assertThat(second.receive(burst)).isTrue();
        assertThat(burst.length()).isEqualTo(octets);
        assertThat(burst.datagramOctets()).isEqualTo(datagram);
    }

    @Test
    void saysWhenThePortIsTaken() {
        assertThatThrownBy(() -> LinuxDatagramPort.open(first.localAddress(), BUFFER))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("port " + first.localAddress().getPort() + " is in use")
                .hasMessageContaining("expected: ");
    }

    @Test
    void saysWhenTheAddressIsNotOurs() {
        assertThatThrownBy(() -> LinuxDatagramPort.open(new InetSocketAddress("192.0.2.55", 0), BUFFER))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("192.0.2.55")
                .hasMessageContaining("no device of this host");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::"})
    void answersLeaveFromTheAddressThatWasCalled(String listen) throws IOException {
        try (LinuxDatagramPort any = LinuxDatagramPort.open(new InetSocketAddress(address(listen), 0), BUFFER)) {
            for (String called : List.of("127.0.0.7", "127.0.0.1", "127.0.0.8")) {
                InetSocketAddress place = new InetSocketAddress(
                        address(called), any.localAddress().getPort());
                DatagramBurst burst = new DatagramBurst();
                first.send(new byte[3000], 0, 3000, 1000, place);
                assertThat(any.receive(burst)).isTrue();
                assertThat(burst.datagramOctets()).isEqualTo(1000);
                assertThat(burst.source()).isEqualTo(first.localAddress());

                assertThat(any.send(new byte[2500], 0, 2500, 1000, burst.source()))
                        .isEqualTo(DatagramPort.Sent.TAKEN);
                assertThat(first.receive(burst)).isTrue();
                assertThat(burst.source()).isEqualTo(place);
                assertThat(burst.length()).isEqualTo(2500);
            }
        }
    }

    @Test
    void answersLeaveFromWhereTheyCanOnceTheAddressIsGone() throws IOException {
        try (LinuxDatagramPort any = LinuxDatagramPort.open(new InetSocketAddress(address("0.0.0.0"), 0), BUFFER)) {
            HeardAddress remote = new HeardAddress(first.localAddress(), address("192.0.2.55"));
            assertThat(any.send(new byte[100], 0, 100, 100, remote)).isEqualTo(DatagramPort.Sent.TAKEN);
            assertThat(first.receive(new DatagramBurst())).isTrue();
        }
    }

    @Test
    void oneOnAllAddressesServesBothFamilies() throws IOException {
        try (LinuxDatagramPort any = LinuxDatagramPort.open(new InetSocketAddress(address("::"), 0), BUFFER)) {
            int port = any.localAddress().getPort();
            first.send(new byte[] {9}, 0, 1, 1, new InetSocketAddress(address("127.0.0.1"), port));
            DatagramBurst burst = new DatagramBurst();
            assertThat(any.receive(burst)).isTrue();
            assertThat(burst.source()).isEqualTo(first.localAddress());
            assertThat(any.send(new byte[] {8}, 0, 1, 1, burst.source())).isEqualTo(DatagramPort.Sent.TAKEN);
            assertThat(first.receive(burst)).isTrue();
        }
    }

    @Test
    void reportsWhatTheSystemRefuses() {
        byte[] buffer = new byte[DatagramPort.MAX_SEND_OCTETS];
        InetSocketAddress nowhere = new InetSocketAddress(address("2001:db8::1"), 1);
        assertThat(first.send(buffer, 0, 10, 10, nowhere)).isEqualTo(DatagramPort.Sent.REFUSED);
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(address("127.0.0.1"), 0);
    }

    private static InetAddress address(String text) {
        return InetAddress.ofLiteral(text);
    }

    @Override
    DatagramPort first() {
        return first;
    }

    @Override
    DatagramPort second() {
        return second;
    }
}
