// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux.rtnetlink;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Where a route leads: to one neighbour or link, or to several of them ({@code RTA_MULTIPATH}, records of {@code rtnexthop} with attributes behind each). Stateless. */
final class HopReader {

    /** {@code RTA_GATEWAY}. */
    static final int GATEWAY = 5;

    /** {@code RTA_MULTIPATH}. */
    static final int MULTIPATH = 9;

    /** {@code RTA_VIA}: a neighbour of the other family, behind two octets that say which. */
    private static final int VIA = 18;

    /** Octets of {@code rtnexthop}. */
    static final int NEXT_HOP = 8;

    private static final int DEVICE = 4;

    /** {@code rtnh_hops}: the weight less one. */
    private static final int WEIGHT = 3;

    private HopReader() {}

    static List<NetworkMessage.Hop> hops(ByteBuffer body, int fixed, int device) {
        Optional<byte[]> several = MessageReader.attribute(body, fixed, MULTIPATH);
        if (several.isPresent()) {
            return several(ByteBuffer.wrap(several.get()).order(body.order()));
        }
        return device == 0 ? List.of() : List.of(hop(body, fixed, device, 1));
    }

    private static List<NetworkMessage.Hop> several(ByteBuffer records) {
        List<NetworkMessage.Hop> hops = new ArrayList<>();
        int at = 0;
        while (at + NEXT_HOP <= records.limit()) {
            int length = records.getShort(at) & 0xffff;
            if (length < NEXT_HOP || at + length > records.limit()) {
                return hops;
            }
            ByteBuffer hop = records.slice(at, length).order(records.order());
            hops.add(hop(hop, NEXT_HOP, hop.getInt(DEVICE), (hop.get(WEIGHT) & 0xff) + 1));
            at += MessageReader.aligned(length);
        }
        return hops;
    }

    private static NetworkMessage.Hop hop(ByteBuffer body, int fixed, int device, int weight) {
        return new NetworkMessage.Hop(gateway(body, fixed), device, weight, EncapsulationCodec.read(body, fixed));
    }

    private static Optional<InetAddress> gateway(ByteBuffer body, int fixed) {
        return MessageReader.attribute(body, fixed, GATEWAY)
                .or(() -> MessageReader.attribute(body, fixed, VIA)
                        .filter(via -> via.length > 2)
                        .map(via -> Arrays.copyOfRange(via, 2, via.length)))
                .filter(octets -> octets.length == 4 || octets.length == 16)
                .map(HopReader::address);
    }

    private static InetAddress address(byte[] octets) {
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
