// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.benchmark;

import dev.hanse.net.address.IpPrefix;
import dev.hanse.tunnel.peer.PeerRoutes;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Finding the peer of a destination. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx256m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"})
@State(Scope.Thread)
public class PeerRoutesBenchmark {

    private static final int DESTINATIONS = 1024;

    /** Prefixes in the table, each of another peer. */
    @Param({"1", "50", "1000"})
    public int prefixes;

    private PeerRoutes routes = PeerRoutes.of(List.of());
    private final byte[] addresses = new byte[DESTINATIONS * 4];
    private int next;

    /** Destinations all over the table. */
    @Setup
    public void fill() {
        routes = PeerRoutes.of(IntStream.range(0, prefixes)
                .mapToObj(i -> List.of(IpPrefix.parse("10." + i / 256 + "." + i % 256 + ".0/24")))
                .toList());
        for (int i = 0; i < DESTINATIONS; i++) {
            int prefix = i * 7919 % prefixes;
            addresses[i * 4] = 10;
            addresses[i * 4 + 1] = (byte) (prefix / 256);
            addresses[i * 4 + 2] = (byte) prefix;
            addresses[i * 4 + 3] = (byte) i;
        }
    }

    /** Another one each time. */
    @Benchmark
    public int[] looksUp() {
        next = next + 1 & DESTINATIONS - 1;
        return routes.lookup(addresses, next * 4, 4);
    }
}
