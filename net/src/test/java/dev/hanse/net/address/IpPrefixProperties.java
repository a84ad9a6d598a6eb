// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Protects containment and overlap, which decide who owns an address: they must agree with the numbers of the addresses. */
class IpPrefixProperties {

    @Property
    void readsWhatItPrints(@ForAll("prefixes") IpPrefix prefix) {
        assertThat(IpPrefix.parse(prefix.toString())).isEqualTo(prefix).hasSameHashCodeAs(prefix);
    }

    @Property
    void containsTheAddressesFromFirstToLast(
            @ForAll("prefixes") IpPrefix prefix, @ForAll("addresses") InetAddress any) {
        boolean inside = sameFamily(prefix, any)
                && number(any).compareTo(first(prefix)) >= 0
                && number(any).compareTo(last(prefix)) <= 0;

        assertThat(prefix.contains(any)).isEqualTo(inside);
        assertThat(prefix.contains(prefix.address())).isTrue();
    }

    @Property
    void overlapIsAnAddressInBoth(@ForAll("prefixes") IpPrefix one, @ForAll("prefixes") IpPrefix other) {
        boolean shared = sameFamily(one, other.address())
                && first(one).max(first(other)).compareTo(last(one).min(last(other))) <= 0;

        assertThat(one.overlaps(other)).isEqualTo(shared);
        assertThat(other.overlaps(one)).isEqualTo(shared);
    }

    @Property
    void aPrefixContainsAnotherThatItOverlapsUnlessItIsTheLongerOne(
            @ForAll("prefixes") IpPrefix one, @ForAll("prefixes") IpPrefix other) {
        boolean inside = sameFamily(one, other.address())
                && first(one).compareTo(first(other)) <= 0
                && last(one).compareTo(last(other)) >= 0;

        assertThat(one.contains(other)).isEqualTo(inside);
    }

    /** What one forbidden host is in, is forbidden: whatever the first address of the prefix is. */
    @Property
    void aPrefixWithAForbiddenRangeIsForbidden(
            @ForAll("forbidden") InetAddress host, @ForAll @IntRange(max = 128) int bits) {
        int width = host.getAddress().length * 8;
        byte[] octets = host.getAddress();
        int kept = Math.min(bits, width);
        for (int bit = kept; bit < width; bit++) {
            octets[bit / 8] &= (byte) ~(0x80 >>> bit % 8);
        }
        IpPrefix around = new IpPrefix(address(octets), kept);

        assertThat(ForbiddenAddresses.isHost(host)).isFalse();
        assertThat(ForbiddenAddresses.overlap(around)).isPresent();
        assertThatThrownBy(() -> RoutablePrefixes.require(around)).isInstanceOf(IllegalArgumentException.class);
    }

    @Provide
    Arbitrary<InetAddress> forbidden() {
        return Arbitraries.of(
                        "127.0.0.1",
                        "169.254.169.254",
                        "0.0.0.0",
                        "224.0.0.1",
                        "240.1.2.3",
                        "255.255.255.255",
                        "168.63.129.16",
                        "::1",
                        "fe80::1",
                        "ff02::1",
                        "64:ff9b::a9fe:a9fe",
                        "2002:a9fe:a9fe::1",
                        "2001::1",
                        "fd00:ec2::254")
                .map(InetAddress::ofLiteral);
    }

    @Property
    void aSetIsTheSumOfItsPrefixes(
            @ForAll("sets") List<IpPrefix> prefixes,
            @ForAll("prefixes") IpPrefix other,
            @ForAll("addresses") InetAddress any) {
        PrefixSet set = new PrefixSet(prefixes);

        assertThat(set.contains(any)).isEqualTo(prefixes.stream().anyMatch(each -> each.contains(any)));
        assertThat(set.overlapping(other))
                .isEqualTo(
                        prefixes.stream().filter(each -> each.overlaps(other)).findFirst());
    }

    @Provide
    Arbitrary<IpPrefix> prefixes() {
        return Arbitraries.randomValue(IpPrefixProperties::randomPrefix);
    }

    @Provide
    Arbitrary<InetAddress> addresses() {
        return Arbitraries.randomValue(IpPrefixProperties::randomAddress);
    }

    @Provide
    Arbitrary<List<IpPrefix>> sets() {
        return prefixes().list().ofMaxSize(8);
    }

    private static IpPrefix randomPrefix(Random random) {
        byte[] octets = randomAddress(random).getAddress();
        int bits = random.nextInt(octets.length * 8 + 1);
        for (int bit = bits; bit < octets.length * 8; bit++) {
            octets[bit / 8] &= (byte) ~(0x80 >>> bit % 8);
        }
        return new IpPrefix(address(octets), bits);
    }

    /** Few distinct octets, so that prefixes nest and addresses hit. */
    private static InetAddress randomAddress(Random random) {
        byte[] octets = new byte[random.nextBoolean() ? 4 : 16];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) (random.nextInt(8) > 0 ? 0x80 : random.nextInt(256));
        }
        return address(octets);
    }

    private static InetAddress address(byte[] octets) {
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean sameFamily(IpPrefix prefix, InetAddress address) {
        return prefix.address().getAddress().length == address.getAddress().length;
    }

    private static BigInteger number(InetAddress address) {
        return new BigInteger(1, address.getAddress());
    }

    private static BigInteger first(IpPrefix prefix) {
        return number(prefix.address());
    }

    private static BigInteger last(IpPrefix prefix) {
        int width = prefix.address().getAddress().length * 8;
        return first(prefix)
                .add(BigInteger.ONE.shiftLeft(width - prefix.bits()))
                .subtract(BigInteger.ONE);
    }
}
