// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.net.address.IpPrefix;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Protects the choice of the peer for a packet: the table must agree with a look at every prefix in turn. */
class PeerRoutesProperties {

    @Property(tries = 300)
    void agreesWithLinearScan(@ForAll long seed, @ForAll @IntRange(max = 40) int prefixes, @ForAll boolean v6)
            throws UnknownHostException {
        Random random = new Random(seed);
        List<List<IpPrefix>> peers = randomPeers(random, prefixes, v6);
        PeerRoutes routes = PeerRoutes.of(peers);
        for (int i = 0; i < 50; i++) {
            byte[] address = randomAddress(random, v6);
            assertThat(routes.lookup(address, 0, address.length)).containsExactly(scan(peers, address));
        }
    }

    @Test
    void longerPrefixWinsAndEqualOnesAreShared() throws UnknownHostException {
        PeerRoutes routes = PeerRoutes.of(List.of(
                List.of(IpPrefix.parse("10.0.0.0/8"), IpPrefix.parse("0.0.0.0/0")),
                List.of(IpPrefix.parse("10.1.0.0/16")),
                List.of(IpPrefix.parse("10.1.0.0/16"))));
        assertThat(routes.lookup(octets("10.1.255.255"), 0, 4)).containsExactly(1, 2);
        assertThat(routes.lookup(octets("10.2.0.0"), 0, 4)).containsExactly(0);
        assertThat(routes.lookup(octets("255.255.255.255"), 0, 4)).containsExactly(0);
        assertThat(routes.lookup(octets("fd00::1"), 0, 16)).isEmpty();
        assertThat(routes.has(2, octets("10.1.2.3"), 0, 4)).isTrue();
        assertThat(routes.has(0, octets("10.1.2.3"), 0, 4)).isFalse();
    }

    private static byte[] octets(String address) {
        return InetAddress.ofLiteral(address).getAddress();
    }

    private static List<List<IpPrefix>> randomPeers(Random random, int prefixes, boolean v6)
            throws UnknownHostException {
        List<List<IpPrefix>> peers = new ArrayList<>();
        for (int i = 0; i < prefixes; i++) {
            peers.add(List.of(randomPrefix(random, v6)));
        }
        return peers;
    }

    /** Few distinct first octets, so that prefixes nest and addresses hit. */
    private static byte[] randomAddress(Random random, boolean v6) {
        byte[] octets = new byte[v6 ? 16 : 4];
        random.nextBytes(octets);
        for (int i = 0; i < octets.length - 1; i++) {
            octets[i] &= (byte) (random.nextBoolean() ? 0x80 : 0x81);
        }
        return octets;
    }

    private static IpPrefix randomPrefix(Random random, boolean v6) throws UnknownHostException {
        byte[] octets = randomAddress(random, v6);
        int bits = random.nextInt(octets.length * 8 + 1);
        for (int bit = bits; bit < octets.length * 8; bit++) {
            octets[bit / 8] &= (byte) ~(0x80 >>> bit % 8);
        }
        return new IpPrefix(InetAddress.getByAddress(octets), bits);
    }

    private static int[] scan(List<List<IpPrefix>> peers, byte[] address) throws UnknownHostException {
        InetAddress wanted = InetAddress.getByAddress(address);
        int longest = peers.stream()
                .flatMap(List::stream)
                .filter(prefix -> prefix.contains(wanted))
                .mapToInt(IpPrefix::bits)
                .max()
                .orElse(-1);
        int[] matching = new int[peers.size()];
        int count = 0;
        for (int i = 0; i < peers.size(); i++) {
            IpPrefix prefix = peers.get(i).getFirst();
            if (prefix.bits() == longest && prefix.contains(wanted)) {
                matching[count++] = i;
            }
        }
        return Arrays.copyOf(matching, count);
    }
}
