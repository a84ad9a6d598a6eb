// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.packet;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Random;

/** Makes whole IP packets with correct checksums, in the plainest way there is. */
public final class PacketBuilder {

    private String from = "10.1.0.1";
    private String to = "10.2.0.2";
    private int protocol = IpHeader.TCP;
    private int fromPort = 1000;
    private int toPort = 80;
    private int sequence = 7;
    private int flags = 0x10;
    private int options;
    private int id;
    private byte[] payload = {};

    public PacketBuilder addresses(String from, String to) {
        this.from = from;
        this.to = to;
        return this;
    }

    public PacketBuilder udp() {
        protocol = IpHeader.UDP;
        return this;
    }

    public PacketBuilder ports(int from, int to) {
        fromPort = from;
        toPort = to;
        return this;
    }

    public PacketBuilder sequence(int sequence) {
        this.sequence = sequence;
        return this;
    }

    PacketBuilder flags(int flags) {
        this.flags = flags;
        return this;
    }

    /** Octets of TCP options, a multiple of four; all no-operation. */
    PacketBuilder options(int octets) {
        options = octets;
        return this;
    }

    PacketBuilder id(int id) {
        this.id = id;
        return this;
    }

    public PacketBuilder payload(byte[] payload) {
        this.payload = payload.clone();
        return this;
    }

    PacketBuilder payload(Random random, int length) {
        payload = new byte[length];
        random.nextBytes(payload);
        return this;
    }

    /** The packet with all checksums complete. */
    public byte[] build() {
        byte[] transport = protocol == IpHeader.TCP ? tcp() : udpHeader();
        byte[] packet = join(ipHeader(transport.length + payload.length), transport, payload);
        int at = packet.length - transport.length - payload.length;
        int field = at + (protocol == IpHeader.TCP ? 16 : 6);
        int sum = naiveSum(pseudoHeader(packet.length - at))
                + naiveSum(java.util.Arrays.copyOfRange(packet, at, packet.length));
        int checksum = ~naiveFold(sum) & 0xffff;
        ByteBuffer.wrap(packet).putShort(field, (short) (checksum == 0 ? 0xffff : checksum));
        return packet;
    }

    /** The packet as the kernel hands it over: virtio header, checksum field with the pseudo-header sum only. */
    public byte[] buildPartial(int gsoSize) {
        byte[] packet = build();
        int network = from.contains(":") ? 40 : 20;
        int field = network + (protocol == IpHeader.TCP ? 16 : 6);
        ByteBuffer.wrap(packet).putShort(field, (short) naiveFold(naiveSum(pseudoHeader(packet.length - network))));
        byte[] virtio = new byte[VirtioHeader.OCTETS];
        int header = network + (protocol == IpHeader.TCP ? 20 + options : 8);
        boolean cut = packet.length - header > gsoSize;
        VirtioHeader.put(
                virtio,
                0,
                VirtioHeader.NEEDS_CHECKSUM,
                cut ? gsoType() : 0,
                header,
                cut ? gsoSize : 0,
                network,
                field - network);
        return join(virtio, packet);
    }

    /** A finished packet as the kernel hands it over: an empty virtio header before it. */
    public static byte[] plain(byte[] packet) {
        return join(new byte[VirtioHeader.OCTETS], packet);
    }

    private int gsoType() {
        if (protocol == IpHeader.UDP) {
            return VirtioHeader.GSO_UDP;
        }
        return from.contains(":") ? VirtioHeader.GSO_TCPV6 : VirtioHeader.GSO_TCPV4;
    }

    private byte[] ipHeader(int length) {
        byte[] source = InetAddress.ofLiteral(from).getAddress();
        byte[] destination = InetAddress.ofLiteral(to).getAddress();
        if (source.length == 16) {
            return ByteBuffer.allocate(40)
                    .putInt(0x60000000)
                    .putShort((short) length)
                    .put((byte) protocol)
                    .put((byte) 64)
                    .put(source)
                    .put(destination)
                    .array();
        }
        ByteBuffer header = ByteBuffer.allocate(20)
                .putShort((short) 0x4500)
                .putShort((short) (20 + length))
                .putShort((short) id)
                .putShort((short) 0)
                .put((byte) 64)
                .put((byte) protocol)
                .putShort((short) 0)
                .put(source)
                .put(destination);
        return header.putShort(10, (short) ~naiveFold(naiveSum(header.array()))).array();
    }

    private byte[] tcp() {
        ByteBuffer header = ByteBuffer.allocate(20 + options)
                .putShort((short) fromPort)
                .putShort((short) toPort)
                .putInt(sequence)
                .putInt(99)
                .put((byte) ((20 + options) / 4 << 4))
                .put((byte) flags)
                .putShort((short) 500)
                .putInt(0);
        while (header.hasRemaining()) {
            header.put((byte) 1);
        }
        return header.array();
    }

    private byte[] udpHeader() {
        return ByteBuffer.allocate(8)
                .putShort((short) fromPort)
                .putShort((short) toPort)
                .putShort((short) (8 + payload.length))
                .array();
    }

    private byte[] pseudoHeader(int length) {
        return join(
                InetAddress.ofLiteral(from).getAddress(),
                InetAddress.ofLiteral(to).getAddress(),
                ByteBuffer.allocate(8).putInt(length).putInt(protocol).array());
    }

    static int naiveSum(byte[] octets) {
        int sum = 0;
        for (int i = 0; i < octets.length; i++) {
            sum += (octets[i] & 0xff) << (i % 2 == 0 ? 8 : 0);
        }
        return sum;
    }

    static int naiveFold(int sum) {
        int folded = sum;
        while (folded >>> 16 != 0) {
            folded = (folded & 0xffff) + (folded >>> 16);
        }
        return folded;
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.writeBytes(part);
        }
        return whole.toByteArray();
    }
}
