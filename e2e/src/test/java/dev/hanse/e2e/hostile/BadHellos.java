// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.hostile;

import com.google.protobuf.ByteString;
import dev.hanse.proto.v1.Hello;
import dev.hanse.proto.v1.TunnelEndpoint;
import java.time.Duration;
import java.util.List;

/** Introduces itself with tunnel endpoints that are nobody's, and with keys that everybody can use (RFC 7748, section 7). */
final class BadHellos implements Attack {

    private static final int STREAMS_PER_SECOND = 50;

    private static final List<String> ADDRESSES = List.of(
            "127.0.0.1:51820",
            "255.255.255.255:51820",
            "224.0.0.1:51820",
            "0.0.0.0:51820",
            "[fe80::1%eth0]:51820",
            "[fe80::1]:51820",
            "[::ffff:127.0.0.1]:51820",
            "169.254.169.254:51820",
            "10.1.0.1:51820",
            "192.0.2.9:0",
            "example.org:51820",
            "0300.0.2.9:51820");

    private static final ByteString GOOD_KEY = key(9);
    private static final List<ByteString> KEYS =
            List.of(key(0), key(1), ByteString.EMPTY, ByteString.copyFrom(new byte[31]), ones());

    private static ByteString key(int first) {
        byte[] octets = new byte[32];
        octets[0] = (byte) first;
        return ByteString.copyFrom(octets);
    }

    private static ByteString ones() {
        byte[] octets = new byte[32];
        java.util.Arrays.fill(octets, (byte) 0xff);
        return ByteString.copyFrom(octets);
    }

    @Override
    public void run(HostileMember member, Duration duration) {
        Pace pace = new Pace(duration, STREAMS_PER_SECOND);
        for (int i = 0; pace.next(); i++) {
            Hello hello = Hello.newBuilder().setTunnelEndpoint(endpoint(i)).build();
            member.connect(hello).ifPresent(stream -> {
                member.seen().note("ACCEPTED:" + hello.getTunnelEndpoint().getAddressesList());
                stream.leave();
            });
        }
    }

    private static TunnelEndpoint.Builder endpoint(int number) {
        int which = number % (ADDRESSES.size() + KEYS.size());
        return which < ADDRESSES.size()
                ? TunnelEndpoint.newBuilder().setPublicKey(GOOD_KEY).addAddresses(ADDRESSES.get(which))
                : TunnelEndpoint.newBuilder()
                        .setPublicKey(KEYS.get(which - ADDRESSES.size()))
                        .addAddresses("192.0.2.9:51820");
    }
}
