// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.tunnel;

import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.e2e.host.TestNetwork;
import dev.hanse.e2e.host.TestProcess;
import dev.hanse.net.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects connections from a path that takes less than it did and says nothing of it: a router between the gateways, whose ICMP nobody hears, and all fragments are lost. */
class PathMtuIT {

    private static final Duration LIMIT = Eventually.LIMIT;

    /** Within 2 s the path is found, on a machine that has time. TCP repeats a packet 3, 6.2 and 12.6 s after the first: one more may be lost where others have the processors. */
    private static final Duration GOES_ON = Duration.ofSeconds(20);

    private static final int FILE_OCTETS = 10_000_000;

    /** More than waits in the sockets at both ends. */
    private static final int GOES_ON_OCTETS = 350_000;

    @RegisterExtension
    final TestLab lab = new TestLab();

    private TestNetwork near;
    private TestNetwork far;
    private TestHost router;
    private TunnelHosts left;
    private TunnelHosts right;

    @BeforeEach
    void makeClusters() {
        near = lab.network("near");
        far = lab.network("far");
        left = new TunnelHosts(lab, near, "left", 3);
        right = new TunnelHosts(lab, far, "right", 131);
        router = lab.host("router").forward();
        router.attach(near, "192.0.2.126/25");
        router.attach(far, "192.0.2.254/25");
        left.gateway().route("192.0.2.128/25", "192.0.2.126");
        right.gateway().route("192.0.2.0/25", "192.0.2.254");
        addIpv6(left.gateway(), "2001:db8:a", "eth0");
        addIpv6(right.gateway(), "2001:db8:b", "eth1");
        router.run("nft", """
                table inet quiet {
                  chain out {
                    type filter hook output priority 0
                    icmp type destination-unreachable drop
                    icmpv6 type packet-too-big drop
                  }
                }""").orFail();
        dropFragments(left.gateway());
        dropFragments(right.gateway());
    }

    /** As {@code PREFIX::2}, behind the router as {@code PREFIX::1}. */
    private void addIpv6(TestHost host, String prefix, String routerDevice) {
        router.ip("addr", "add", prefix + "::1/64", "dev", routerDevice, "nodad");
        host.ip("addr", "add", prefix + "::2/64", "dev", "eth0", "nodad");
        host.ip("-6", "route", "add", "2001:db8::/44", "via", prefix + "::1");
    }

    /** Before the kernel puts them together. */
    private static void dropFragments(TestHost host) {
        host.run("nft", """
                table inet whole {
                  chain in {
                    type filter hook prerouting priority -450
                    ip frag-off & 0x3fff != 0 drop
                    exthdr frag exists drop
                  }
                }""").orFail();
    }

    /** The addresses are where each listens and is called. */
    private TestProcess start(String leftAddress, String rightAddress) {
        EndpointSettings first = new EndpointSettings(lab.folder("left"), leftAddress, left.prefixes());
        EndpointSettings second = new EndpointSettings(lab.folder("right"), rightAddress, right.prefixes());
        first.hansePeer(second.publicKey(), right.prefixes(), rightAddress);
        second.hansePeer(first.publicKey(), left.prefixes(), leftAddress);
        TestProcess endpoint = first.start(left.gateway());
        TestProcess other = second.start(right.gateway());
        endpoint.awaitLog("path peer0/gw up", LIMIT);
        other.awaitLog("path peer0/gw up", LIMIT);
        return endpoint;
    }

    private void wan(int octets) {
        router.mtu("eth0", octets).mtu("eth1", octets);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aDownloadGoesOnAfterEachChange(boolean overIpv6) throws IOException {
        TestProcess endpoint = overIpv6
                ? start("[2001:db8:a::2]:51820", "[2001:db8:b::2]:51820")
                : start("192.0.2.3:51820", "192.0.2.131:51820");
        byte[] content = new byte[FILE_OCTETS];
        new Random(1).nextBytes(content);
        Path served = Files.createDirectories(lab.folder("left").resolve("served"));
        Files.write(served.resolve("file"), content);
        serve(left.podAddress(), served);
        serve(left.podAddress6(), served);
        Path v4 = lab.folder("right").resolve("v4");
        Path v6 = lab.folder("right").resolve("v6");
        right.pod().sysctl("net.ipv4.tcp_rmem", "4096 65536 131072");
        TestProcess first = download("v4", "http://" + left.podAddress() + "/file", v4);
        TestProcess second = download("v6", "http://[" + left.podAddress6() + "]/file", v6);
        awaitMore(v4, 0, v6, 0, LIMIT);

        for (int octets : new int[] {1400, 1300}) {
            long hadV4 = Files.size(v4);
            long hadV6 = Files.size(v6);
            wan(octets);
            awaitMore(v4, hadV4, v6, hadV6, GOES_ON);
            eventually(
                    "the path is narrower before it changes again",
                    LIMIT,
                    () -> assertThat(routeMtu()).isLessThanOrEqualTo(octets - 60));
        }
        assertThat(first.awaitExit(LIMIT)).isZero();
        assertThat(second.awaitExit(LIMIT)).isZero();
        assertThat(v4).hasBinaryContent(content);
        assertThat(v6).hasBinaryContent(content);
        // 1300 without the headers outside: 20 of IPv4 or 40 of IPv6, 8 of UDP, 32 of the frame; 2 % may be left for
        // cheaper ones.
        endpoint.awaitLog("mtu=12", LIMIT);
        eventually("routes follow", LIMIT, () -> assertThat(routeMtu()).isBetween(1200, 1249));
        assertThat(left.gateway().ip("-6", "route", "show", "dev", "hanse0")).contains("mtu 1280");
        if (!overIpv6) {
            awaitWider();
        }
    }

    private int routeMtu() {
        Matcher mtu = Pattern.compile("mtu (\\d+)").matcher(left.gateway().ip("route", "show", "dev", "hanse0"));
        assertThat(mtu.find()).as("a route with an mtu").isTrue();
        return Integer.parseInt(mtu.group(1));
    }

    private void awaitWider() {
        wan(1500);
        eventually(
                "the wider path is found",
                LIMIT,
                () -> assertThat(left.gateway().ip("route", "show", "dev", "hanse0"))
                        .doesNotContain("mtu 12")
                        .doesNotContain("mtu 13"));
    }

    /** One server each: it has one request at a time. */
    private void serve(String address, Path folder) {
        left.pod()
                .start(
                        "web-" + address.replace(':', '-'),
                        Path.of(System.getProperty("java.home"), "bin", "jwebserver")
                                .toString(),
                        "-b",
                        address,
                        "-p",
                        "80",
                        "-d",
                        folder.toString())
                .awaitLog("Serving", LIMIT);
    }

    private TestProcess download(String name, String url, Path file) throws IOException {
        Files.createFile(file);
        return right.pod()
                .start(name, "curl", "-sS", "--no-buffer", "--limit-rate", "700K", "-o", file.toString(), url);
    }

    private static void awaitMore(Path v4, long hadV4, Path v6, long hadV6, Duration limit) {
        eventually("both downloads go on", limit, () -> {
            assertThat(Files.size(v4)).isGreaterThan(hadV4 + GOES_ON_OCTETS);
            assertThat(Files.size(v6)).isGreaterThan(hadV6 + GOES_ON_OCTETS);
        });
    }

    @Test
    void moreThanEthernetTakesPassesWhereThePathDoesAndOthersAreTold() {
        near.mtu(9000);
        far.mtu(9000);
        wan(9000);
        for (TunnelHosts hosts : new TunnelHosts[] {left, right}) {
            hosts.podMtu(9000);
            hosts.gateway().mtu("eth0", 9000);
        }
        start("192.0.2.3:51820", "192.0.2.131:51820");
        ping(left.podAddress(), "-4", 8000, "1 received");
        ping(left.podAddress6(), "-6", 8000, "1 received");

        wan(1500);
        ping(left.podAddress(), "-4", 8000, "mtu ?= ?14[0-4]\\d");
        ping(left.podAddress6(), "-6", 8000, "mtu ?[=:] ?14[0-4]\\d");
    }

    /** Not to be cut, so that it either passes or is refused by somebody who says what would pass. */
    private void ping(String address, String family, int octets, String expected) {
        eventually(
                "ping of " + octets + " octets: " + expected,
                LIMIT,
                () -> assertThat(right.pod()
                                .run(
                                        "ping",
                                        family,
                                        "-c",
                                        "1",
                                        "-W",
                                        "2",
                                        "-M",
                                        "do",
                                        "-s",
                                        Integer.toString(octets),
                                        address)
                                .output())
                        .containsPattern(expected));
    }
}
